#!/usr/bin/env bash
# Fetches the libraries of an edition and compiles the adapter against them, into target/EDITION.
#
#     build.sh 2018        analytics-android 4.3.1, the integration 2.0.1, Amplitude's SDK 2.15.0
#     build.sh last        the last releases: 4.10.4, 3.1.2, 2.23.2
set -euo pipefail
cd "$(dirname "$0")"
edition=${1:?one of the editions: 2018, last}
target=target/$edition
rm -rf "$target"
mkdir -p "$target/stack" "$target/android"

mvn -B -q -P "$edition" dependency:copy-dependencies -DoutputDirectory="$target/libraries"
mv "$target"/libraries/android-all-instrumented-*.jar "$target/android/"
for archive in "$target"/libraries/*.aar; do
  (cd "$target/stack" && jar xf "../../../$archive" classes.jar && mv classes.jar "$(basename "$archive" .aar).jar")
  rm "$archive"
done
# Robolectric's own.
mv "$target"/stack/{monitor,espresso-idling-resource}-*.jar "$target/libraries/"
for name in android-sdk lifecycle-common lifecycle-common-java8 core-common; do
  find "$target/libraries" -name "$name-[0-9]*.jar" -exec mv {} "$target/stack/" \;
done

[ -z "${ONLY_LIBRARIES:-}" ] || exit 0
integration=${AMPLITUDE_INTEGRATION:-}
rm -rf "$target/adapter" "$target/app"
javac -nowarn -d "$target/adapter" -cp "$target/libraries/*:$target/android/*" ../jvm/src/devicemode/jvm/*.java
find src ${integration:+-not -path "*/integrations/*"} -name '*.java' > "$target/sources"
javac -nowarn -d "$target/app" \
  -cp "$target/adapter:$target/libraries/*:$target/android/*:$target/stack/*${integration:+:$integration}" @"$target/sources"
