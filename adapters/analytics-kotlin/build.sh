#!/usr/bin/env bash
# Fetches the libraries and compiles the adapter against them, into target/current.
set -euo pipefail
cd "$(dirname "$0")"
target=target/current
made=target/making
rm -rf "$made"
mkdir -p "$made/stack" "$made/android"

mvn -B -q dependency:copy-dependencies -DoutputDirectory="$made/libraries"
mv "$made"/libraries/android-all-instrumented-*.jar "$made/android/"
for archive in "$made"/libraries/*.aar; do
  (cd "$made/stack" && jar xf "../libraries/$(basename "$archive")" classes.jar && mv classes.jar "$(basename "$archive" .aar).jar")
  rm "$archive"
done
# Robolectric's own.
mv "$made"/stack/{monitor,espresso-idling-resource}-*.jar "$made/libraries/"
# What keeps time, has threads or is there once a process: each process has its own.
for name in core sovran-kotlin kotlinx-coroutines-android kotlinx-coroutines-core-jvm lifecycle-common core-common; do
  find "$made/libraries" -name "$name-[0-9]*.jar" -exec mv {} "$made/stack/" \;
done

javac -Xlint:none -nowarn -d "$made/adapter" -cp "$made/libraries/*:$made/android/*" ../jvm/src/devicemode/jvm/*.java
find src -name '*.java' > "$made/sources"
javac -Xlint:none -nowarn -d "$made/app" -cp "$made/adapter:$made/libraries/*:$made/android/*:$made/stack/*" @"$made/sources"
rm -rf "$target"
mv "$made" "$target"
