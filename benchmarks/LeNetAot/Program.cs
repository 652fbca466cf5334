using System;
using System.Globalization;
using System.IO;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Sinter;

// lenet WEIGHTS: the first logit of an image of ones, and the peak memory: what the peers' cold-start programs print.

var (image, logits) = (new float[28 * 28], new float[10]);
image.AsSpan().Fill(1);
LeNet.Load(args[0]).Forward(image, logits);
Write(1, logits[0].ToString(CultureInfo.InvariantCulture));
if (OperatingSystem.IsLinux()) Write(2, string.Create(CultureInfo.InvariantCulture, $"peak_rss_mib {PeakKibibytes() / 1024:F1}"));

// To the bare handle: the console would set up a terminal, with a thread of its own for signals, first.
static void Write(int handle, string line)
{
    using var stream = new FileStream(new SafeFileHandle(handle, ownsHandle: false), FileAccess.Write, bufferSize: 0);
    stream.Write(Encoding.ASCII.GetBytes(line + "\n"));
}

static double PeakKibibytes()
{
    const string Label = "VmHWM:";
    var status = File.ReadAllText("/proc/self/status");
    var start = status.IndexOf(Label, StringComparison.Ordinal) + Label.Length;
    return double.Parse(status.AsSpan(start, status.IndexOf('k', start) - start), CultureInfo.InvariantCulture);
}

[Network, Input("N", 1, 28, 28)]
[Conv2d(32, 3, Padding = 1), Relu, MaxPool2d(2)]
[Conv2d(64, 3, Padding = 1), Relu, MaxPool2d(2)]
[Flatten, Linear(128), Relu, Linear(10)]
public partial class LeNet;
