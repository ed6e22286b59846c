Feature: Identify on Android, as documented and as shipped
  What the same calls lead to in the documentation and in the app. Where traits name userId and anonymousId
  themselves, it makes no difference that the app's library adds them.

  @divergence:identify.android.ids-as-traits @rule:identify.traits
  Scenario Outline: the ids among the traits (<case>)
    Given an android app
    When the app calls identify with
      """
      <The call has>
      """
    Then Amplitude receives exactly these events
      | event_type | user_properties |
      | $identify  | <operations>    |

    @dialect:documented @dialect:printed
    Examples: as documented, the traits alone
      | case                 | The call has                                         | operations                      |
      | known-documented     | {"userId": "derek", "traits": {"industry": "Music"}} | {"$set": {"industry": "Music"}} |
      | anonymous-documented | {"traits": {"industry": "Music"}}                    | {"$set": {"industry": "Music"}} |

    @dialect:shipped @dialect:latest
    Examples: as shipped, with the ids
      | case              | The call has                                         | operations                                                                          |
      | known-shipped     | {"userId": "derek", "traits": {"industry": "Music"}} | {"$set": {"industry": "Music", "userId": "derek", "anonymousId": "<anonymous id>"}} |
      | anonymous-shipped | {"traits": {"industry": "Music"}}                    | {"$set": {"industry": "Music", "anonymousId": "<anonymous id>"}}                    |

  @divergence:identify.android.sets-user-always @rule:identify.user-id
  Scenario Outline: a user whom Amplitude has not been told about (<case>)
    Given an android app
    When the app calls identify with
      """
      {
        "userId": "derek",
        "anonymousId": "a-1",
        "traits": {"userId": "derek", "anonymousId": "a-1"},
        "integrations": {"Amplitude": false}
      }
      """
    And the app calls identify with
      """
      {"anonymousId": "a-1", "traits": {"userId": "derek", "anonymousId": "a-1", "industry": "Music"}}
      """
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | user_id |
      | $identify   | <user>  |
      | Song Played | <user>  |

    @dialect:documented @dialect:printed
    Examples: as documented, a call without a userId says nothing about it
      | case            | user |
      | told-documented | null |

    @dialect:shipped @dialect:latest
    Examples: as shipped, it is set to the one that the library knows
      | case         | user  |
      | told-shipped | derek |

  @divergence:traits.android.text-and-numbers @rule:identify.traits
  Scenario Outline: traits of all kinds, while some other trait is to be set once (<case>)
    Given an android app with the settings
      | Traits to Set Once | first_seen |
    When the app calls identify with
      """
      {
        "userId": "derek",
        "anonymousId": "a-1",
        "traits": {
          "userId": "derek",
          "anonymousId": "a-1",
          "age": 48,
          "newsletter": false,
          "instruments": ["guitar", "bass"],
          "scores": [1, 2],
          "address": {"city": "Portland"}
        }
      }
      """
    Then Amplitude receives exactly these events
      | event_type | user_id |
      | $identify  | derek   |
    And the user "derek" has the properties
      | userId      | derek         |
      | anonymousId | a-1           |
      | age         | 48            |
      | newsletter  | <newsletter>  |
      | instruments | <instruments> |
      | scores      | <scores>      |
      | address     | <address>     |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case             | newsletter | instruments        | scores | address              |
      | types-documented | false      | ["guitar", "bass"] | [1, 2] | {"city": "Portland"} |

    @dialect:shipped @dialect:latest
    Examples: as shipped
      | case          | newsletter | instruments | scores | address |
      | types-shipped |            |             |        |         |

  @divergence:identify.android.empty-refused @rule:identify.user-id @dialect:documented @dialect:printed
  Scenario: an identify call with nothing in it does nothing, as documented
    Given an android app
    When the app calls identify with
      """
      {"integrations": {"Amplitude": false}}
      """
    Then Amplitude receives no events

  @divergence:identify.android.empty-refused @rule:identify.user-id @dialect:shipped @dialect:latest
  Scenario: an identify call with nothing in it is refused, as shipped
    Given an android app
    When the app calls identify with
      """
      {"integrations": {"Amplitude": false}}
      """
    Then it is refused with "either userId or some traits must be provided"
    And Amplitude receives no events

  @divergence:traits.android.set-user-properties @rule:identify.traits
  Scenario Outline: more traits than the SDK takes (<case>)
    Given an android app
    When the app calls identify with
      """
      {"userId": "derek", "anonymousId": "a-1", "traits": {"userId": "derek", "anonymousId": "a-1",
       "k0": 0, "k1": 1, "k2": 2, "k3": 3, "k4": 4, "k5": 5, "k6": 6, "k7": 7, "k8": 8, "k9": 9, "k10": 10, "k11": 11,
       "k12": 12, "k13": 13, "k14": 14, "k15": 15, "k16": 16, "k17": 17, "k18": 18, "k19": 19, "k20": 20, "k21": 21, "k22": 22, "k23": 23,
       "k24": 24, "k25": 25, "k26": 26, "k27": 27, "k28": 28, "k29": 29, "k30": 30, "k31": 31, "k32": 32, "k33": 33, "k34": 34, "k35": 35,
       "k36": 36, "k37": 37, "k38": 38, "k39": 39, "k40": 40, "k41": 41, "k42": 42, "k43": 43, "k44": 44, "k45": 45, "k46": 46, "k47": 47,
       "k48": 48, "k49": 49, "k50": 50, "k51": 51, "k52": 52, "k53": 53, "k54": 54, "k55": 55, "k56": 56, "k57": 57, "k58": 58, "k59": 59,
       "k60": 60, "k61": 61, "k62": 62, "k63": 63, "k64": 64, "k65": 65, "k66": 66, "k67": 67, "k68": 68, "k69": 69, "k70": 70, "k71": 71,
       "k72": 72, "k73": 73, "k74": 74, "k75": 75, "k76": 76, "k77": 77, "k78": 78, "k79": 79, "k80": 80, "k81": 81, "k82": 82, "k83": 83,
       "k84": 84, "k85": 85, "k86": 86, "k87": 87, "k88": 88, "k89": 89, "k90": 90, "k91": 91, "k92": 92, "k93": 93, "k94": 94, "k95": 95,
       "k96": 96, "k97": 97, "k98": 98, "k99": 99, "k100": 100, "k101": 101, "k102": 102, "k103": 103, "k104": 104, "k105": 105, "k106": 106, "k107": 107,
       "k108": 108, "k109": 109, "k110": 110, "k111": 111, "k112": 112, "k113": 113, "k114": 114, "k115": 115, "k116": 116, "k117": 117, "k118": 118, "k119": 119,
       "k120": 120, "k121": 121, "k122": 122, "k123": 123, "k124": 124, "k125": 125, "k126": 126, "k127": 127, "k128": 128, "k129": 129, "k130": 130, "k131": 131,
       "k132": 132, "k133": 133, "k134": 134, "k135": 135, "k136": 136, "k137": 137, "k138": 138, "k139": 139, "k140": 140, "k141": 141, "k142": 142, "k143": 143,
       "k144": 144, "k145": 145, "k146": 146, "k147": 147, "k148": 148, "k149": 149, "k150": 150, "k151": 151, "k152": 152, "k153": 153, "k154": 154, "k155": 155,
       "k156": 156, "k157": 157, "k158": 158, "k159": 159, "k160": 160, "k161": 161, "k162": 162, "k163": 163, "k164": 164, "k165": 165, "k166": 166, "k167": 167,
       "k168": 168, "k169": 169, "k170": 170, "k171": 171, "k172": 172, "k173": 173, "k174": 174, "k175": 175, "k176": 176, "k177": 177, "k178": 178, "k179": 179,
       "k180": 180, "k181": 181, "k182": 182, "k183": 183, "k184": 184, "k185": 185, "k186": 186, "k187": 187, "k188": 188, "k189": 189, "k190": 190, "k191": 191,
       "k192": 192, "k193": 193, "k194": 194, "k195": 195, "k196": 196, "k197": 197, "k198": 198, "k199": 199, "k200": 200, "k201": 201, "k202": 202, "k203": 203,
       "k204": 204, "k205": 205, "k206": 206, "k207": 207, "k208": 208, "k209": 209, "k210": 210, "k211": 211, "k212": 212, "k213": 213, "k214": 214, "k215": 215,
       "k216": 216, "k217": 217, "k218": 218, "k219": 219, "k220": 220, "k221": 221, "k222": 222, "k223": 223, "k224": 224, "k225": 225, "k226": 226, "k227": 227,
       "k228": 228, "k229": 229, "k230": 230, "k231": 231, "k232": 232, "k233": 233, "k234": 234, "k235": 235, "k236": 236, "k237": 237, "k238": 238, "k239": 239,
       "k240": 240, "k241": 241, "k242": 242, "k243": 243, "k244": 244, "k245": 245, "k246": 246, "k247": 247, "k248": 248, "k249": 249, "k250": 250, "k251": 251,
       "k252": 252, "k253": 253, "k254": 254, "k255": 255, "k256": 256, "k257": 257, "k258": 258, "k259": 259, "k260": 260, "k261": 261, "k262": 262, "k263": 263,
       "k264": 264, "k265": 265, "k266": 266, "k267": 267, "k268": 268, "k269": 269, "k270": 270, "k271": 271, "k272": 272, "k273": 273, "k274": 274, "k275": 275,
       "k276": 276, "k277": 277, "k278": 278, "k279": 279, "k280": 280, "k281": 281, "k282": 282, "k283": 283, "k284": 284, "k285": 285, "k286": 286, "k287": 287,
       "k288": 288, "k289": 289, "k290": 290, "k291": 291, "k292": 292, "k293": 293, "k294": 294, "k295": 295, "k296": 296, "k297": 297, "k298": 298, "k299": 299,
       "k300": 300, "k301": 301, "k302": 302, "k303": 303, "k304": 304, "k305": 305, "k306": 306, "k307": 307, "k308": 308, "k309": 309, "k310": 310, "k311": 311,
       "k312": 312, "k313": 313, "k314": 314, "k315": 315, "k316": 316, "k317": 317, "k318": 318, "k319": 319, "k320": 320, "k321": 321, "k322": 322, "k323": 323,
       "k324": 324, "k325": 325, "k326": 326, "k327": 327, "k328": 328, "k329": 329, "k330": 330, "k331": 331, "k332": 332, "k333": 333, "k334": 334, "k335": 335,
       "k336": 336, "k337": 337, "k338": 338, "k339": 339, "k340": 340, "k341": 341, "k342": 342, "k343": 343, "k344": 344, "k345": 345, "k346": 346, "k347": 347,
       "k348": 348, "k349": 349, "k350": 350, "k351": 351, "k352": 352, "k353": 353, "k354": 354, "k355": 355, "k356": 356, "k357": 357, "k358": 358, "k359": 359,
       "k360": 360, "k361": 361, "k362": 362, "k363": 363, "k364": 364, "k365": 365, "k366": 366, "k367": 367, "k368": 368, "k369": 369, "k370": 370, "k371": 371,
       "k372": 372, "k373": 373, "k374": 374, "k375": 375, "k376": 376, "k377": 377, "k378": 378, "k379": 379, "k380": 380, "k381": 381, "k382": 382, "k383": 383,
       "k384": 384, "k385": 385, "k386": 386, "k387": 387, "k388": 388, "k389": 389, "k390": 390, "k391": 391, "k392": 392, "k393": 393, "k394": 394, "k395": 395,
       "k396": 396, "k397": 397, "k398": 398, "k399": 399, "k400": 400, "k401": 401, "k402": 402, "k403": 403, "k404": 404, "k405": 405, "k406": 406, "k407": 407,
       "k408": 408, "k409": 409, "k410": 410, "k411": 411, "k412": 412, "k413": 413, "k414": 414, "k415": 415, "k416": 416, "k417": 417, "k418": 418, "k419": 419,
       "k420": 420, "k421": 421, "k422": 422, "k423": 423, "k424": 424, "k425": 425, "k426": 426, "k427": 427, "k428": 428, "k429": 429, "k430": 430, "k431": 431,
       "k432": 432, "k433": 433, "k434": 434, "k435": 435, "k436": 436, "k437": 437, "k438": 438, "k439": 439, "k440": 440, "k441": 441, "k442": 442, "k443": 443,
       "k444": 444, "k445": 445, "k446": 446, "k447": 447, "k448": 448, "k449": 449, "k450": 450, "k451": 451, "k452": 452, "k453": 453, "k454": 454, "k455": 455,
       "k456": 456, "k457": 457, "k458": 458, "k459": 459, "k460": 460, "k461": 461, "k462": 462, "k463": 463, "k464": 464, "k465": 465, "k466": 466, "k467": 467,
       "k468": 468, "k469": 469, "k470": 470, "k471": 471, "k472": 472, "k473": 473, "k474": 474, "k475": 475, "k476": 476, "k477": 477, "k478": 478, "k479": 479,
       "k480": 480, "k481": 481, "k482": 482, "k483": 483, "k484": 484, "k485": 485, "k486": 486, "k487": 487, "k488": 488, "k489": 489, "k490": 490, "k491": 491,
       "k492": 492, "k493": 493, "k494": 494, "k495": 495, "k496": 496, "k497": 497, "k498": 498, "k499": 499, "k500": 500, "k501": 501, "k502": 502, "k503": 503,
       "k504": 504, "k505": 505, "k506": 506, "k507": 507, "k508": 508, "k509": 509, "k510": 510, "k511": 511, "k512": 512, "k513": 513, "k514": 514, "k515": 515,
       "k516": 516, "k517": 517, "k518": 518, "k519": 519, "k520": 520, "k521": 521, "k522": 522, "k523": 523, "k524": 524, "k525": 525, "k526": 526, "k527": 527,
       "k528": 528, "k529": 529, "k530": 530, "k531": 531, "k532": 532, "k533": 533, "k534": 534, "k535": 535, "k536": 536, "k537": 537, "k538": 538, "k539": 539,
       "k540": 540, "k541": 541, "k542": 542, "k543": 543, "k544": 544, "k545": 545, "k546": 546, "k547": 547, "k548": 548, "k549": 549, "k550": 550, "k551": 551,
       "k552": 552, "k553": 553, "k554": 554, "k555": 555, "k556": 556, "k557": 557, "k558": 558, "k559": 559, "k560": 560, "k561": 561, "k562": 562, "k563": 563,
       "k564": 564, "k565": 565, "k566": 566, "k567": 567, "k568": 568, "k569": 569, "k570": 570, "k571": 571, "k572": 572, "k573": 573, "k574": 574, "k575": 575,
       "k576": 576, "k577": 577, "k578": 578, "k579": 579, "k580": 580, "k581": 581, "k582": 582, "k583": 583, "k584": 584, "k585": 585, "k586": 586, "k587": 587,
       "k588": 588, "k589": 589, "k590": 590, "k591": 591, "k592": 592, "k593": 593, "k594": 594, "k595": 595, "k596": 596, "k597": 597, "k598": 598, "k599": 599,
       "k600": 600, "k601": 601, "k602": 602, "k603": 603, "k604": 604, "k605": 605, "k606": 606, "k607": 607, "k608": 608, "k609": 609, "k610": 610, "k611": 611,
       "k612": 612, "k613": 613, "k614": 614, "k615": 615, "k616": 616, "k617": 617, "k618": 618, "k619": 619, "k620": 620, "k621": 621, "k622": 622, "k623": 623,
       "k624": 624, "k625": 625, "k626": 626, "k627": 627, "k628": 628, "k629": 629, "k630": 630, "k631": 631, "k632": 632, "k633": 633, "k634": 634, "k635": 635,
       "k636": 636, "k637": 637, "k638": 638, "k639": 639, "k640": 640, "k641": 641, "k642": 642, "k643": 643, "k644": 644, "k645": 645, "k646": 646, "k647": 647,
       "k648": 648, "k649": 649, "k650": 650, "k651": 651, "k652": 652, "k653": 653, "k654": 654, "k655": 655, "k656": 656, "k657": 657, "k658": 658, "k659": 659,
       "k660": 660, "k661": 661, "k662": 662, "k663": 663, "k664": 664, "k665": 665, "k666": 666, "k667": 667, "k668": 668, "k669": 669, "k670": 670, "k671": 671,
       "k672": 672, "k673": 673, "k674": 674, "k675": 675, "k676": 676, "k677": 677, "k678": 678, "k679": 679, "k680": 680, "k681": 681, "k682": 682, "k683": 683,
       "k684": 684, "k685": 685, "k686": 686, "k687": 687, "k688": 688, "k689": 689, "k690": 690, "k691": 691, "k692": 692, "k693": 693, "k694": 694, "k695": 695,
       "k696": 696, "k697": 697, "k698": 698, "k699": 699, "k700": 700, "k701": 701, "k702": 702, "k703": 703, "k704": 704, "k705": 705, "k706": 706, "k707": 707,
       "k708": 708, "k709": 709, "k710": 710, "k711": 711, "k712": 712, "k713": 713, "k714": 714, "k715": 715, "k716": 716, "k717": 717, "k718": 718, "k719": 719,
       "k720": 720, "k721": 721, "k722": 722, "k723": 723, "k724": 724, "k725": 725, "k726": 726, "k727": 727, "k728": 728, "k729": 729, "k730": 730, "k731": 731,
       "k732": 732, "k733": 733, "k734": 734, "k735": 735, "k736": 736, "k737": 737, "k738": 738, "k739": 739, "k740": 740, "k741": 741, "k742": 742, "k743": 743,
       "k744": 744, "k745": 745, "k746": 746, "k747": 747, "k748": 748, "k749": 749, "k750": 750, "k751": 751, "k752": 752, "k753": 753, "k754": 754, "k755": 755,
       "k756": 756, "k757": 757, "k758": 758, "k759": 759, "k760": 760, "k761": 761, "k762": 762, "k763": 763, "k764": 764, "k765": 765, "k766": 766, "k767": 767,
       "k768": 768, "k769": 769, "k770": 770, "k771": 771, "k772": 772, "k773": 773, "k774": 774, "k775": 775, "k776": 776, "k777": 777, "k778": 778, "k779": 779,
       "k780": 780, "k781": 781, "k782": 782, "k783": 783, "k784": 784, "k785": 785, "k786": 786, "k787": 787, "k788": 788, "k789": 789, "k790": 790, "k791": 791,
       "k792": 792, "k793": 793, "k794": 794, "k795": 795, "k796": 796, "k797": 797, "k798": 798, "k799": 799, "k800": 800, "k801": 801, "k802": 802, "k803": 803,
       "k804": 804, "k805": 805, "k806": 806, "k807": 807, "k808": 808, "k809": 809, "k810": 810, "k811": 811, "k812": 812, "k813": 813, "k814": 814, "k815": 815,
       "k816": 816, "k817": 817, "k818": 818, "k819": 819, "k820": 820, "k821": 821, "k822": 822, "k823": 823, "k824": 824, "k825": 825, "k826": 826, "k827": 827,
       "k828": 828, "k829": 829, "k830": 830, "k831": 831, "k832": 832, "k833": 833, "k834": 834, "k835": 835, "k836": 836, "k837": 837, "k838": 838, "k839": 839,
       "k840": 840, "k841": 841, "k842": 842, "k843": 843, "k844": 844, "k845": 845, "k846": 846, "k847": 847, "k848": 848, "k849": 849, "k850": 850, "k851": 851,
       "k852": 852, "k853": 853, "k854": 854, "k855": 855, "k856": 856, "k857": 857, "k858": 858, "k859": 859, "k860": 860, "k861": 861, "k862": 862, "k863": 863,
       "k864": 864, "k865": 865, "k866": 866, "k867": 867, "k868": 868, "k869": 869, "k870": 870, "k871": 871, "k872": 872, "k873": 873, "k874": 874, "k875": 875,
       "k876": 876, "k877": 877, "k878": 878, "k879": 879, "k880": 880, "k881": 881, "k882": 882, "k883": 883, "k884": 884, "k885": 885, "k886": 886, "k887": 887,
       "k888": 888, "k889": 889, "k890": 890, "k891": 891, "k892": 892, "k893": 893, "k894": 894, "k895": 895, "k896": 896, "k897": 897, "k898": 898, "k899": 899,
       "k900": 900, "k901": 901, "k902": 902, "k903": 903, "k904": 904, "k905": 905, "k906": 906, "k907": 907, "k908": 908, "k909": 909, "k910": 910, "k911": 911,
       "k912": 912, "k913": 913, "k914": 914, "k915": 915, "k916": 916, "k917": 917, "k918": 918, "k919": 919, "k920": 920, "k921": 921, "k922": 922, "k923": 923,
       "k924": 924, "k925": 925, "k926": 926, "k927": 927, "k928": 928, "k929": 929, "k930": 930, "k931": 931, "k932": 932, "k933": 933, "k934": 934, "k935": 935,
       "k936": 936, "k937": 937, "k938": 938, "k939": 939, "k940": 940, "k941": 941, "k942": 942, "k943": 943, "k944": 944, "k945": 945, "k946": 946, "k947": 947,
       "k948": 948, "k949": 949, "k950": 950, "k951": 951, "k952": 952, "k953": 953, "k954": 954, "k955": 955, "k956": 956, "k957": 957, "k958": 958, "k959": 959,
       "k960": 960, "k961": 961, "k962": 962, "k963": 963, "k964": 964, "k965": 965, "k966": 966, "k967": 967, "k968": 968, "k969": 969, "k970": 970, "k971": 971,
       "k972": 972, "k973": 973, "k974": 974, "k975": 975, "k976": 976, "k977": 977, "k978": 978, "k979": 979, "k980": 980, "k981": 981, "k982": 982, "k983": 983,
       "k984": 984, "k985": 985, "k986": 986, "k987": 987, "k988": 988, "k989": 989, "k990": 990, "k991": 991, "k992": 992, "k993": 993, "k994": 994, "k995": 995,
       "k996": 996, "k997": 997, "k998": 998}}
      """
    And the app calls flush
    Then Amplitude has received <number> events so far

    @dialect:documented @dialect:printed
    Examples: as documented, an identify without properties
      | case            | number |
      | many-documented | 1      |

    @dialect:shipped @dialect:latest
    Examples: as shipped, none
      | case         | number |
      | many-shipped | 0      |

  @divergence:calls.android.no-own-ids @rule:identify.anonymous-merge-client
  Scenario Outline: whose a single call is, and when it was made (<case>)
    Given an android app
    When the app calls track with
      """
      {"event": "Song Played", "userId": "anna", "anonymousId": "visitor-1", "timestamp": "2016-10-17T00:30:08.276Z"}
      """
    Then Segment receives exactly these messages
      | event       | userId | anonymousId    | timestamp |
      | Song Played | <User> | <Anonymous ID> | <Time>    |

    @dialect:documented @dialect:printed
    Examples: as documented, as the call says
      | case            | User | Anonymous ID | Time                     |
      | call-documented | anna | visitor-1    | 2016-10-17T00:30:08.276Z |

    @dialect:shipped @dialect:latest
    Examples: as shipped, as the library says
      | case         | User | Anonymous ID   | Time                     |
      | call-shipped | null | <anonymous id> | 2018-09-18T12:00:00.000Z |

  @divergence:identify.android.ids-as-traits @rule:identify.traits
  Scenario Outline: the ids among the traits of a message, and so with Segment's servers (<case>)
    Given an android app in cloud mode
    When the app identifies "derek" with the traits
      | industry | Music |
    Then Segment receives exactly these messages
      | type     | traits   |
      | identify | <Traits> |
    And Amplitude receives exactly these events
      | event_type | user_properties    |
      | $identify  | {"$set": <Traits>} |

    @dialect:documented @dialect:printed
    Examples: as documented, the traits alone
      | case             | Traits                |
      | cloud-documented | {"industry": "Music"} |

    @dialect:shipped @dialect:latest
    Examples: as shipped, with the ids
      | case          | Traits                                                                    |
      | cloud-shipped | {"industry": "Music", "userId": "derek", "anonymousId": "<anonymous id>"} |
