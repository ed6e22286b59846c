#!/usr/bin/env bash
# Makes the base of adapters on the JVM, in target/: fetches Robolectric and Android, unless they are there, and compiles.
set -euo pipefail
cd "$(dirname "$0")"
if [ ! target/android -nt pom.xml ]; then
  rm -rf target
  mvn -B -q dependency:copy-dependencies -DoutputDirectory=target/libraries
  # Robolectric's own are plain archives inside.
  for archive in target/libraries/*.aar; do
    (cd target && jar xf "libraries/$(basename "$archive")" classes.jar && mv classes.jar "libraries/$(basename "$archive" .aar).jar")
    rm "$archive"
  done
  mkdir target/android
  mv target/libraries/android-all-instrumented-*.jar target/android/
fi
javac -Xlint:none -nowarn -d target/making -cp "target/libraries/*:target/android/*" src/devicemode/jvm/*.java
rm -rf target/classes
mv target/making target/classes
