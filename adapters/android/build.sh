#!/usr/bin/env bash
# Fetches the libraries of an edition and compiles the adapter against them, into target/EDITION.
#
#     build.sh 2018        analytics-android 4.3.1, the integration 2.0.1, Amplitude's SDK 2.15.0
#     build.sh last        the last releases: 4.10.4, 3.1.2, 2.23.2
#
# The integration is the one in AMPLITUDE_INTEGRATION, a JAR, AAR or folder of classes; else the one in the Maven
# repository; else, where there is none, the one that stands in for it here.
set -euo pipefail
cd "$(dirname "$0")"
edition=${1:-}
case $edition in
  2018) integration_version=2.0.1 ;;
  last) integration_version=3.1.2 ;;
  *) echo "build.sh EDITION, which is 2018 or last" >&2; exit 2 ;;
esac
target=target/$edition
made=target/making-$edition
rm -rf "$made"
mkdir -p "$made/stack" "$made/android"

classes_of() { (cd "$made/stack" && jar xf "$1" classes.jar && mv classes.jar "$2.jar"); }

mvn -B -q -P "$edition" dependency:copy-dependencies -DoutputDirectory="$made/libraries"
mv "$made"/libraries/android-all-instrumented-*.jar "$made/android/"
for archive in "$made"/libraries/*.aar; do
  classes_of "$PWD/$archive" "$(basename "$archive" .aar)"
  rm "$archive"
done
# Robolectric's own.
mv "$made"/stack/{monitor,espresso-idling-resource}-*.jar "$made/libraries/"
for name in android-sdk lifecycle-common lifecycle-common-java8 core-common; do
  find "$made/libraries" -name "$name-[0-9]*.jar" -exec mv {} "$made/stack/" \;
done

coordinates=com.segment.analytics.android.integrations:amplitude:$integration_version:aar
origin="the integration $integration_version"
sources=src
if [ -n "${AMPLITUDE_INTEGRATION:-}" ]; then
  case $AMPLITUDE_INTEGRATION in
    *.aar) classes_of "$AMPLITUDE_INTEGRATION" integration ;;
    *.jar) cp "$AMPLITUDE_INTEGRATION" "$made/stack/integration.jar" ;;
    *) jar cf "$made/stack/integration.jar" -C "$AMPLITUDE_INTEGRATION" . ;;
  esac
elif mvn -B -q dependency:copy -Dartifact="$coordinates" -DoutputDirectory="$made/fetched" > "$made/log" 2>&1; then
  classes_of "$PWD/$(echo "$made"/fetched/*.aar)" integration
else
  origin="a stand-in for the integration $integration_version"
  sources="src stand-in editions/$edition"
  echo "edition $edition: $coordinates can't be had; $origin takes its place" >&2
fi
echo "$origin" > "$made/origin"

javac -Xlint:none -nowarn -d "$made/adapter" -cp "$made/libraries/*:$made/android/*" ../jvm/src/devicemode/jvm/*.java
# shellcheck disable=SC2086
find $sources -name '*.java' > "$made/sources"
javac -Xlint:none -nowarn -d "$made/app" -cp "$made/adapter:$made/libraries/*:$made/android/*:$made/stack/*" @"$made/sources"
rm -rf "$target"
mv "$made" "$target"
