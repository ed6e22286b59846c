#!/usr/bin/env bash
# Fetches the libraries of an edition and compiles the adapter against them, into target/NAME.
#
#     build.sh 2018 [NAME]      analytics-android 4.3.1, the integration 2.0.1, Amplitude's SDK 2.15.0
#     build.sh last [NAME]      the last releases: 4.10.4, 3.1.2, 2.23.2
#
# NAME is the edition's, if not given. The integration is the one in AMPLITUDE_INTEGRATION, a JAR, AAR or folder of classes;
# else the one in the Maven repository; else, where there is none, the one that stands in for it here. The SDK is the one in
# AMPLITUDE_SDK, a JAR, or else the edition's.
set -euo pipefail
cd "$(dirname "$0")"
edition=${1:-}
case $edition in
  2018) libraries="analytics-android 4.3.1" integration_version=2.0.1 sdk="SDK 2.15.0" ;;
  last) libraries="analytics-android 4.10.4" integration_version=3.1.2 sdk="SDK 2.23.2" ;;
  *) echo "build.sh EDITION [NAME]; an edition is 2018 or last" >&2; exit 2 ;;
esac
../jvm/build.sh
base=$PWD/../jvm/target
target=target/${2:-$edition}
made=target/making-${2:-$edition}
rm -rf "$made"
mkdir -p "$made/stack"

classes_of() { (cd "$made/stack" && jar xf "$1" classes.jar && mv classes.jar "$2.jar"); }

mvn -B -q -P "$edition" dependency:copy-dependencies -DoutputDirectory="$made/libraries"
for archive in "$made"/libraries/*.aar; do
  classes_of "$PWD/$archive" "$(basename "$archive" .aar)"
  rm "$archive"
done
# What has a state: each process has its own.
for name in android-sdk lifecycle-common lifecycle-common-java8 core-common; do
  find "$made/libraries" -name "$name-[0-9]*.jar" -exec mv {} "$made/stack/" \;
done
if [ -n "${AMPLITUDE_SDK:-}" ]; then
  sdk=$(basename "$AMPLITUDE_SDK" .jar)
  cp "$AMPLITUDE_SDK" "$made"/stack/android-sdk-*.jar
fi

coordinates=com.segment.analytics.android.integrations:amplitude:$integration_version:aar
integration="the integration $integration_version"
sources="src editions/$edition"
if [ -n "${AMPLITUDE_INTEGRATION:-}" ]; then
  case $AMPLITUDE_INTEGRATION in
    *.aar) classes_of "$AMPLITUDE_INTEGRATION" integration ;;
    *.jar) cp "$AMPLITUDE_INTEGRATION" "$made/stack/integration.jar" ;;
    *) jar cf "$made/stack/integration.jar" -C "$AMPLITUDE_INTEGRATION" . ;;
  esac
elif mvn -B -q dependency:copy -Dartifact="$coordinates" -DoutputDirectory="$made/fetched" > "$made/log" 2>&1; then
  classes_of "$PWD/$(echo "$made"/fetched/*.aar)" integration
else
  integration="a stand-in for the integration $integration_version"
  sources="$sources stand-in/shared stand-in/$edition"
  echo "edition $edition: $coordinates can't be had; $integration takes its place" >&2
fi
echo "$libraries, $sdk, $integration" > "$made/version"

# shellcheck disable=SC2086
find $sources -name '*.java' > "$made/sources"
javac -Xlint:none -nowarn -d "$made/app" -cp "$base/classes:$made/libraries/*:$base/libraries/*:$base/android/*:$made/stack/*" @"$made/sources"
rm -rf "$target"
mv "$made" "$target"
