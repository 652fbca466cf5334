using static Sinter.Ops;

namespace Sinter.Benchmarks.Networks;

/// <summary>One element, no work: the cost of a call.</summary>
[Network]
public partial class Noop
{
    [Forward]
    public Tensor Run([Shape("N")] Tensor x) => Relu(x);
}

[Network]
public partial class Gemm64
{
    [Forward]
    public Tensor Run([Shape(64, 64)] Tensor a, [Shape(64, 64)] Tensor b) => MatMul(a, b);
}

[Network]
public partial class Gemm128
{
    [Forward]
    public Tensor Run([Shape(128, 128)] Tensor a, [Shape(128, 128)] Tensor b) => MatMul(a, b);
}

[Network]
public partial class Gemm256
{
    [Forward]
    public Tensor Run([Shape(256, 256)] Tensor a, [Shape(256, 256)] Tensor b) => MatMul(a, b);
}

[Network]
public partial class Gemm512
{
    [Forward]
    public Tensor Run([Shape(512, 512)] Tensor a, [Shape(512, 512)] Tensor b) => MatMul(a, b);
}

[Network]
public partial class Gemm1024
{
    [Forward]
    public Tensor Run([Shape(1024, 1024)] Tensor a, [Shape(1024, 1024)] Tensor b) => MatMul(a, b);
}

[Network]
public partial class Gemm2048
{
    [Forward]
    public Tensor Run([Shape(2048, 2048)] Tensor a, [Shape(2048, 2048)] Tensor b) => MatMul(a, b);
}

[Network]
public partial class Gemm1x768x3072
{
    [Forward]
    public Tensor Run([Shape(1, 768)] Tensor a, [Shape(768, 3072)] Tensor b) => MatMul(a, b);
}

[Network]
public partial class Gemm1x4096x4096
{
    [Forward]
    public Tensor Run([Shape(1, 4096)] Tensor a, [Shape(4096, 4096)] Tensor b) => MatMul(a, b);
}

[Network]
public partial class Gemm64x784x512
{
    [Forward]
    public Tensor Run([Shape(64, 784)] Tensor a, [Shape(784, 512)] Tensor b) => MatMul(a, b);
}

[Network]
public partial class Gemm128x1024x4096
{
    [Forward]
    public Tensor Run([Shape(128, 1024)] Tensor a, [Shape(1024, 4096)] Tensor b) => MatMul(a, b);
}

[Network]
public partial class Gemm16x256x256
{
    [Forward]
    public Tensor Run([Shape(16, 256)] Tensor a, [Shape(256, 256)] Tensor b) => MatMul(a, b);
}
