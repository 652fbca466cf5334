#!/usr/bin/env bash
# use-package.sh PACKAGES FOLDER: a fresh project in FOLDER that gets Sinter from the folder feed PACKAGES, builds, trains and predicts.
set -euo pipefail
packages=$(realpath "$1")
rm -rf "$2" && mkdir -p "$2"
cd "$2"
version=$(basename "$packages"/Sinter.*.nupkg .nupkg)
version=${version#Sinter.}

# The folder's own settings end here: nothing of the repository may help.
echo '<Project />' | tee Directory.Build.props Directory.Build.targets Directory.Packages.props >/dev/null
cat >nuget.config <<XML
<configuration>
  <config><add key="globalPackagesFolder" value="packages" /></config>
  <packageSources><clear /><add key="local" value="$packages" /></packageSources>
</configuration>
XML
cat >App.csproj <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
  </PropertyGroup>
  <ItemGroup><PackageReference Include="Sinter" Version="$version" /></ItemGroup>
</Project>
XML
cat >Program.cs <<'CS'
using System;
using Sinter;

// y = x₀ > x₁, learned from four points.
float[] points = [0, 1, 1, 0, 2, 3, 3, 2];
int[] labels = [0, 1, 0, 1];
var model = new Comparison(seed: 1);
var trainer = model.CreateTrainer(new AdamW(learningRate: 0.05f));
for (var step = 0; step < 200; step++) trainer.Step(points, labels);
var scores = new float[2];
model.Forward([5, 4], scores);
Console.WriteLine(scores[1] > scores[0] ? "learned" : "not learned");
return scores[1] > scores[0] ? 0 : 1;

[Network, Input("N", 2), Linear(8), Relu, Linear(2), CrossEntropyLoss]
public partial class Comparison;
CS
dotnet run -c Release
