using Sinter;

namespace Samples;

/// <summary>Two convolutions and two dense layers.</summary>
[Network, Input("N", 1, 28, 28)]
[Conv2d(32, 3, Padding = 1), Relu, MaxPool2d(2)]
[Conv2d(64, 3, Padding = 1), Relu, MaxPool2d(2)]
[Flatten, Linear(128), Relu, Dropout(0.25f), Linear(10)]
[CrossEntropyLoss]
public partial class LeNet;
