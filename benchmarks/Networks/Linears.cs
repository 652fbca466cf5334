namespace Sinter.Benchmarks.Networks;

[Network, Input(64, 64)]
[Linear(64, Bias = false)]
public partial class Linear64;

[Network, Input(512, 512)]
[Linear(512, Bias = false)]
public partial class Linear512;

[Network, Input(1, 768)]
[Linear(3072, Bias = false)]
public partial class Linear1x768x3072;

[Network, Input(1, 4096)]
[Linear(4096, Bias = false)]
public partial class Linear1x4096x4096;

[Network, Input(64, 784)]
[Linear(512, Bias = false)]
public partial class Linear64x784x512;

[Network, Input(128, 1024)]
[Linear(4096, Bias = false)]
public partial class Linear128x1024x4096;

[Network, Input(16, 256)]
[Linear(256, Bias = false)]
public partial class Linear16x256x256;
