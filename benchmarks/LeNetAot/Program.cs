using System;
using System.Globalization;
using System.IO;
using System.Linq;
using Sinter;

// lenet WEIGHTS: the first logit of an image of ones, and the peak memory: what the peers' cold-start programs print.

var (image, logits) = (new float[28 * 28], new float[10]);
image.AsSpan().Fill(1);
LeNet.Load(args[0]).Forward(image, logits);
Console.WriteLine(logits[0].ToString(CultureInfo.InvariantCulture));
if (OperatingSystem.IsLinux())
{
    var kibibytes = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
    Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak_rss_mib {double.Parse(kibibytes, CultureInfo.InvariantCulture) / 1024:F1}"));
}

[Network, Input("N", 1, 28, 28)]
[Conv2d(32, 3, Padding = 1), Relu, MaxPool2d(2)]
[Conv2d(64, 3, Padding = 1), Relu, MaxPool2d(2)]
[Flatten, Linear(128), Relu, Linear(10)]
public partial class LeNet;
