using Sinter;

namespace Samples;

/// <summary>Two convolutions, then two dense layers.</summary>
[Network, Input("N", 1, 8, 8)]
[Conv2d(32, 3, Padding = 1), Relu]
[Conv2d(64, 3, Padding = 1), Relu, MaxPool2d(2)]
[Flatten, Linear(128), Relu, Dropout(0.25f), Linear(10)]
[CrossEntropyLoss(LabelSmoothing = 0.1f)]
public partial class DigitsCnn;

/// <summary>Dense layers only.</summary>
[Network, Input("N", 1, 8, 8)]
[Flatten, Linear(256), Relu, Dropout(0.25f), Linear(10)]
[CrossEntropyLoss(LabelSmoothing = 0.1f)]
public partial class DigitsMlp;
