using Sinter;

namespace Sinter.Integration.Tests.Promises;

/// <summary>One of everything that could break a promise: convolution, running statistics, pooling, dropout, a loss over rows.</summary>
[Network, Input("N", 1, 8, 8)]
[Conv2d(16, 3, Padding = 1), BatchNorm2d, Relu, MaxPool2d(2)]
[Flatten, Linear(48), Relu, Dropout(0.25f), Linear(10)]
[CrossEntropyLoss]
internal partial class SmallNet;
