// Written from the op catalog by AttributesOpsTests: do not edit.

namespace Sinter;

/// <summary>
/// The functions of the language: what a network computes besides its layers. Axes count from 0, negative ones from the end; names and meaning are PyTorch's.
/// </summary>
public static partial class Ops
{
    /// <summary>y = |x|; the gradient at 0 is 0.</summary>
    /// <param name="x">Any shape.</param>
    public static Tensor Abs(Tensor x) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = a ∧ b: true where both are true.</summary>
    /// <param name="a">Any shape.</param>
    /// <param name="b">A shape that broadcasts with a's.</param>
    public static BoolTensor And(BoolTensor a, BoolTensor b) => throw CompiledLanguage.NotExecuted();

    /// <summary>The whole numbers from start up to end, which is left out (torch.arange). Both may be symbolic: positions behind what a cache holds.</summary>
    /// <param name="start">The first number.</param>
    /// <param name="end">The number behind the last one.</param>
    public static IntTensor Arange(int start, int end) => throw CompiledLanguage.NotExecuted();

    /// <summary>Where along an axis the largest element stands: the first of equal ones; the first NaN where there is one.</summary>
    /// <param name="x">Any shape with at least one axis.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="keepDims">Keeps the reduced axes with extent one.</param>
    public static IntTensor ArgMax(Tensor x, int axis = -1, bool keepDims = false) => throw CompiledLanguage.NotExecuted();

    /// <summary>Where along an axis the smallest element stands: the first of equal ones; the first NaN where there is one.</summary>
    /// <param name="x">Any shape with at least one axis.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="keepDims">Keeps the reduced axes with extent one.</param>
    public static IntTensor ArgMin(Tensor x, int axis = -1, bool keepDims = false) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = softmax(scale·Q·Kᵀ + mask)·V for each head (Vaswani et al. 2017; torch.nn.functional.scaled_dot_product_attention), without storing the weights. Fewer heads of keys and values than of queries are shared (Ainslie et al. 2023). Causal: query i sees keys up to T(keys) − T(queries) + i. A query that sees no key gives zeros.</summary>
    /// <param name="query">[N, T, heads·size], or [N, heads, T, size].</param>
    /// <param name="key">[N, S, key heads·size], or [N, key heads, S, size].</param>
    /// <param name="value">[N, S, key heads·value size], or [N, key heads, S, value size].</param>
    /// <param name="padding">[N, S]: true for keys that no query sees; left out: none.</param>
    /// <param name="heads">Heads of queries of rank 3.</param>
    /// <param name="causal">Query i sees keys up to S − T + i only.</param>
    /// <param name="scale">What products of queries and keys are multiplied by; 0: 1/√size.</param>
    /// <param name="window">With causal: how many keys a query sees at most, the latest ones; 0: all.</param>
    /// <param name="dropout">The probability that a weight is dropped while training, in [0, 1).</param>
    public static Tensor Attention(Tensor query, Tensor key, Tensor value, BoolTensor? padding = null, int heads = 1, bool causal = false, float scale = 0f, int window = 0, float dropout = 0f) => throw CompiledLanguage.NotExecuted();

    /// <summary>2-D average pooling (torch.nn.functional.avg_pool2d): y[n, c, oy, ox] = mean over r, s of x[n, c, oy·stride + r − padding, ox·stride + s − padding].</summary>
    /// <param name="x">[N, C, H, W].</param>
    /// <param name="kernel">Extent of the window.</param>
    /// <param name="stride">Step of the window; −1: the kernel.</param>
    /// <param name="padding">Elements added on both sides of each axis, at most half the kernel.</param>
    /// <param name="ceilMode">Also counts a last window that reaches over the edge.</param>
    /// <param name="kernelWidth">kernel along the columns; −1: the same as along the rows.</param>
    /// <param name="strideWidth">stride along the columns; −1: the same as along the rows.</param>
    /// <param name="paddingWidth">padding along the columns; −1: the same as along the rows.</param>
    /// <param name="countIncludePad">Whether the zeros of the padding count in the mean.</param>
    public static Tensor AvgPool2d(Tensor x, int kernel, int stride = -1, int padding = 0, bool ceilMode = false, int kernelWidth = -1, int strideWidth = -1, int paddingWidth = -1, bool countIncludePad = true) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = (x − mean) / √(variance + ε) · weight + bias, one number of each per channel (axis 1) (Ioffe and Szegedy 2015).</summary>
    /// <param name="x">[N, C, …]</param>
    /// <param name="mean">[C]</param>
    /// <param name="variance">[C]</param>
    /// <param name="weight">The scale; left out: 1.</param>
    /// <param name="bias">The shift; left out: 0.</param>
    /// <param name="eps">Added to the variance.</param>
    public static Tensor BatchNorm(Tensor x, Tensor mean, Tensor variance, Tensor? weight = null, Tensor? bias = null, float eps = 1e-5f) => throw CompiledLanguage.NotExecuted();

    /// <summary>The mean of (1 − t)·x + (1 + (w − 1)·t)·ln(1 + e⁻ˣ), which is −w·t·ln σ(x) − (1 − t)·ln(1 − σ(x)), w the weight of positives.</summary>
    /// <param name="x">Logits, any shape.</param>
    /// <param name="target">Probabilities of the shape of x.</param>
    /// <param name="positiveWeight">The weight of positive targets; broadcasts with x.</param>
    /// <param name="reduction">The mean of all losses, their sum, or each of them.</param>
    public static Tensor BinaryCrossEntropyWithLogits(Tensor x, Tensor target, Tensor? positiveWeight = null, Reduction reduction = Reduction.Mean) => throw CompiledLanguage.NotExecuted();

    /// <summary>Stretches axes of extent one, and adds outer axes, up to a shape (NumPy's broadcast_to).</summary>
    /// <param name="x">A shape that broadcasts to the new one.</param>
    /// <param name="shape">The new shape.</param>
    public static Tensor Broadcast(Tensor x, params int[] shape) => throw CompiledLanguage.NotExecuted();

    /// <summary>Stretches axes of extent one, and adds outer axes, up to a shape (NumPy's broadcast_to).</summary>
    /// <param name="x">A shape that broadcasts to the new one.</param>
    /// <param name="shape">The new shape.</param>
    public static IntTensor Broadcast(IntTensor x, params int[] shape) => throw CompiledLanguage.NotExecuted();

    /// <summary>Stretches axes of extent one, and adds outer axes, up to a shape (NumPy's broadcast_to).</summary>
    /// <param name="x">A shape that broadcasts to the new one.</param>
    /// <param name="shape">The new shape.</param>
    public static BoolTensor Broadcast(BoolTensor x, params int[] shape) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = min(max(x, min), max); the gradient passes where min ≤ x ≤ max.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="min">The lower bound.</param>
    /// <param name="max">The upper bound.</param>
    public static Tensor Clamp(Tensor x, float min = float.NegativeInfinity, float max = float.PositiveInfinity) => throw CompiledLanguage.NotExecuted();

    /// <summary>Tensors one behind the other along an axis.</summary>
    /// <param name="tensors">Shapes that differ in the axis only.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    public static Tensor Concat(Tensor[] tensors, int axis = 0) => throw CompiledLanguage.NotExecuted();

    /// <summary>1-D convolution (torch.nn.functional.conv1d): y[n, k, o] = bias[k] + Σ over c, r of x[n, c, o·stride + r·dilation − padding]·weight[k, c, r], per group.</summary>
    /// <param name="x">[N, C, L].</param>
    /// <param name="weight">[K, C/groups, R].</param>
    /// <param name="bias">One number per output channel.</param>
    /// <param name="stride">Step of the kernel.</param>
    /// <param name="padding">Zeros added on both sides of each axis.</param>
    /// <param name="dilation">Step between the taps of the kernel.</param>
    /// <param name="groups">Independent groups of channels.</param>
    public static Tensor Conv1d(Tensor x, Tensor weight, Tensor? bias = null, int stride = 1, int padding = 0, int dilation = 1, int groups = 1) => throw CompiledLanguage.NotExecuted();

    /// <summary>2-D convolution (cross-correlation, as torch.nn.functional.conv2d): y[n, k, oy, ox] = bias[k] + Σ over c, r, s of x[n, c, oy·stride + r·dilation − padding, ox·stride + s·dilation − padding]·weight[k, c, r, s], per group.</summary>
    /// <param name="x">[N, C, H, W].</param>
    /// <param name="weight">[K, C/groups, R, S].</param>
    /// <param name="bias">One number per output channel.</param>
    /// <param name="stride">Step of the kernel.</param>
    /// <param name="padding">Zeros added on both sides of each axis.</param>
    /// <param name="dilation">Step between the taps of the kernel.</param>
    /// <param name="groups">Independent groups of channels.</param>
    /// <param name="strideWidth">stride along the columns; −1: the same as along the rows.</param>
    /// <param name="paddingWidth">padding along the columns; −1: the same as along the rows.</param>
    /// <param name="dilationWidth">dilation along the columns; −1: the same as along the rows.</param>
    public static Tensor Conv2d(Tensor x, Tensor weight, Tensor? bias = null, int stride = 1, int padding = 0, int dilation = 1, int groups = 1, int strideWidth = -1, int paddingWidth = -1, int dilationWidth = -1) => throw CompiledLanguage.NotExecuted();

    /// <summary>2-D transposed convolution (torch.nn.functional.conv_transpose2d): x[n, c, y, x]·weight[c, k, r, s] is added to y[n, k, y·stride + r·dilation − padding, x·stride + s·dilation − padding].</summary>
    /// <param name="x">[N, C, H, W].</param>
    /// <param name="weight">[C, K/groups, R, S].</param>
    /// <param name="bias">One number per output channel.</param>
    /// <param name="stride">Step of the kernel.</param>
    /// <param name="padding">Zeros added on both sides of each axis.</param>
    /// <param name="dilation">Step between the taps of the kernel.</param>
    /// <param name="groups">Independent groups of channels.</param>
    /// <param name="strideWidth">stride along the columns; −1: the same as along the rows.</param>
    /// <param name="paddingWidth">padding along the columns; −1: the same as along the rows.</param>
    /// <param name="dilationWidth">dilation along the columns; −1: the same as along the rows.</param>
    /// <param name="outputPadding">Further rows and columns at the end of the result.</param>
    /// <param name="outputPaddingWidth">outputPadding along the columns; −1: the same as along the rows.</param>
    public static Tensor ConvTranspose2d(Tensor x, Tensor weight, Tensor? bias = null, int stride = 1, int padding = 0, int dilation = 1, int groups = 1, int strideWidth = -1, int paddingWidth = -1, int dilationWidth = -1, int outputPadding = 0, int outputPaddingWidth = -1) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = cos x, element by element.</summary>
    /// <param name="x">Any shape.</param>
    public static Tensor Cos(Tensor x) => throw CompiledLanguage.NotExecuted();

    /// <summary>a·b / (max(‖a‖, ε) · max(‖b‖, ε)) along an axis.</summary>
    /// <param name="a">Any shape with at least one axis.</param>
    /// <param name="b">The shape of a.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="eps">The least length: no division by zero.</param>
    public static Tensor CosineSimilarity(Tensor a, Tensor b, int axis = 1, float eps = 1e-8f) => throw CompiledLanguage.NotExecuted();

    /// <summary>The mean of −ln softmax(x)[label], classes on axis 1; with smoothing ε the label counts 1 − ε and every class ε / C (Szegedy et al. 2016); weighted by class, without ignored labels (PyTorch's cross_entropy).</summary>
    /// <param name="x">Logits: [N, C], [N, C, …] or [C].</param>
    /// <param name="label">The class of each sample: the shape of x without the class axis.</param>
    /// <param name="classWeights">[C]: how much each class counts; left out: 1.</param>
    /// <param name="labelSmoothing">How much of each label is spread evenly over all classes, in [0, 1].</param>
    /// <param name="ignoreIndex">A label that does not count.</param>
    /// <param name="reduction">The mean of all losses, their sum, or each of them.</param>
    public static Tensor CrossEntropy(Tensor x, IntTensor label, Tensor? classWeights = null, float labelSmoothing = 0f, int ignoreIndex = -100, Reduction reduction = Reduction.Mean) => throw CompiledLanguage.NotExecuted();

    /// <summary>−ln p(targets | x), p the sum over all alignments in which blanks and repeated labels drop out (Graves et al. 2006); the mean is that of loss / max(target length, 1) (PyTorch's ctc_loss, batch first).</summary>
    /// <param name="x">Logarithms of class probabilities per frame, from LogSoftmax: [N, T, C].</param>
    /// <param name="targets">[N, S]: labels from 0 to C − 1, none of them blank; what stands behind a target's length is not looked at but must be a class, such as blank.</param>
    /// <param name="inputLengths">[N]: the frames of each sequence, from 0 to T.</param>
    /// <param name="targetLengths">[N]: the labels of each sequence, from 0 to S.</param>
    /// <param name="blank">The class that stands for no label.</param>
    /// <param name="reduction">The mean of all losses, their sum, or each of them.</param>
    /// <param name="zeroInfinity">A sequence with too few frames for its labels counts as 0 and has no gradient; otherwise its loss is infinite.</param>
    public static Tensor CtcLoss(Tensor x, IntTensor targets, IntTensor inputLengths, IntTensor targetLengths, int blank = 0, Reduction reduction = Reduction.Mean, bool zeroInfinity = false) => throw CompiledLanguage.NotExecuted();

    /// <summary>y[i] = Σ x[j] over j ≤ i along an axis.</summary>
    /// <param name="x">Any shape with at least one axis.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    public static Tensor CumSum(Tensor x, int axis = -1) => throw CompiledLanguage.NotExecuted();

    /// <summary>While training: 0 with probability rate, x / (1 − rate) otherwise; x itself in inference (Srivastava et al. 2014).</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="rate">The probability of being dropped, in [0, 1).</param>
    public static Tensor Dropout(Tensor x, float rate = 0.5f) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = x for x &gt; 0, α(eˣ − 1) otherwise (Clevert et al. 2015).</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="alpha">Where negative x tend to: −α.</param>
    public static Tensor Elu(Tensor x, float alpha = 1f) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = (a = b), element by element.</summary>
    /// <param name="a">Any shape.</param>
    /// <param name="b">A shape that broadcasts with a's.</param>
    public static BoolTensor Equal(Tensor a, Tensor b) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = (a = b), element by element.</summary>
    /// <param name="a">Any shape.</param>
    /// <param name="b">A shape that broadcasts with a's.</param>
    public static BoolTensor Equal(IntTensor a, IntTensor b) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = 2/√π · ∫₀ˣ e^(−t²) dt, the error function.</summary>
    /// <param name="x">Any shape.</param>
    public static Tensor Erf(Tensor x) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = eˣ, element by element.</summary>
    /// <param name="x">Any shape.</param>
    public static Tensor Exp(Tensor x) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = eˣ − 1, accurate near 0.</summary>
    /// <param name="x">Any shape.</param>
    public static Tensor Expm1(Tensor x) => throw CompiledLanguage.NotExecuted();

    /// <summary>Makes one axis of several neighbors.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="startAxis">The first of the axes; 1 leaves the batch alone.</param>
    /// <param name="endAxis">The last of the axes; negative ones count from the end.</param>
    public static Tensor Flatten(Tensor x, int startAxis = 1, int endAxis = -1) => throw CompiledLanguage.NotExecuted();

    /// <summary>Turns axes around: y[i] = x[n − 1 − i].</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes, negative ones from the end.</param>
    public static Tensor Flip(Tensor x, params int[] axes) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = ⌊x⌋; no gradient flows.</summary>
    /// <param name="x">Any shape.</param>
    public static Tensor Floor(Tensor x) => throw CompiledLanguage.NotExecuted();

    /// <summary>y[i…, …] = x[indices[i…], …]: rows along the first axis, picked by number (torch.nn.functional.embedding).</summary>
    /// <param name="x">[V, …]: the rows to pick from.</param>
    /// <param name="indices">Any shape; each from 0 to V − 1.</param>
    public static Tensor Gather(Tensor x, IntTensor indices) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = x·Φ(x) = ½x(1 + erf(x/√2)), or ½x(1 + tanh(√(2/π)(x + 0.044715x³))) (Hendrycks and Gimpel 2016).</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="approximate">Uses the tanh formula.</param>
    public static Tensor Gelu(Tensor x, bool approximate = false) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = (a &gt; b), element by element.</summary>
    /// <param name="a">Any shape.</param>
    /// <param name="b">A shape that broadcasts with a's.</param>
    public static BoolTensor Greater(Tensor a, Tensor b) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = (a &gt; b), element by element.</summary>
    /// <param name="a">Any shape.</param>
    /// <param name="b">A shape that broadcasts with a's.</param>
    public static BoolTensor Greater(IntTensor a, IntTensor b) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = (a ≥ b), element by element.</summary>
    /// <param name="a">Any shape.</param>
    /// <param name="b">A shape that broadcasts with a's.</param>
    public static BoolTensor GreaterOrEqual(Tensor a, Tensor b) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = (a ≥ b), element by element.</summary>
    /// <param name="a">Any shape.</param>
    /// <param name="b">A shape that broadcasts with a's.</param>
    public static BoolTensor GreaterOrEqual(IntTensor a, IntTensor b) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = (x − x̄) / √(σ² + ε) · weight + bias over each sample's groups of channels (Wu and He 2018).</summary>
    /// <param name="x">[N, C, …]</param>
    /// <param name="groups">The number of groups; divides C.</param>
    /// <param name="weight">The scale; left out: 1.</param>
    /// <param name="bias">The shift; left out: 0.</param>
    /// <param name="eps">Added to the variance.</param>
    public static Tensor GroupNorm(Tensor x, int groups, Tensor? weight = null, Tensor? bias = null, float eps = 1e-5f) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = min(max(x + 3, 0), 6) / 6 (Howard et al. 2019).</summary>
    /// <param name="x">Any shape.</param>
    public static Tensor HardSigmoid(Tensor x) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = x · min(max(x + 3, 0), 6) / 6 (Howard et al. 2019).</summary>
    /// <param name="x">Any shape.</param>
    public static Tensor HardSwish(Tensor x) => throw CompiledLanguage.NotExecuted();

    /// <summary>With d = |x − target|: the mean of ½d² where d ≤ δ, δ(d − ½δ) elsewhere (Huber 1964).</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="target">The shape of x.</param>
    /// <param name="delta">Where the loss becomes linear.</param>
    /// <param name="reduction">The mean of all losses, their sum, or each of them.</param>
    public static Tensor Huber(Tensor x, Tensor target, float delta = 1f, Reduction reduction = Reduction.Mean) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = (x − x̄) / √(σ² + ε) · weight + bias over each channel of each sample (Ulyanov et al. 2016).</summary>
    /// <param name="x">[N, C, …], at least one axis after C.</param>
    /// <param name="weight">The scale; left out: 1.</param>
    /// <param name="bias">The shift; left out: 0.</param>
    /// <param name="eps">Added to the variance.</param>
    public static Tensor InstanceNorm(Tensor x, Tensor? weight = null, Tensor? bias = null, float eps = 1e-5f) => throw CompiledLanguage.NotExecuted();

    /// <summary>Σ target·(ln target − x) divided by the extent of axis 0, x the logarithms of the predicted probabilities (PyTorch's kl_div with reduction batchmean).</summary>
    /// <param name="x">Logarithms of probabilities, e.g. from LogSoftmax: [N, …].</param>
    /// <param name="target">The shape of x.</param>
    /// <param name="reduction">The mean of all losses, their sum, or each of them.</param>
    public static Tensor KlDivergence(Tensor x, Tensor target, Reduction reduction = Reduction.Mean) => throw CompiledLanguage.NotExecuted();

    /// <summary>The mean of |x − target|.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="target">The shape of x.</param>
    /// <param name="reduction">The mean of all losses, their sum, or each of them.</param>
    public static Tensor L1(Tensor x, Tensor target, Reduction reduction = Reduction.Mean) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = (x − x̄) / √(σ² + ε) · weight + bias over the last axes (Ba et al. 2016).</summary>
    /// <param name="x">[…, D]</param>
    /// <param name="weight">The scale; left out: 1.</param>
    /// <param name="bias">The shift; left out: 0.</param>
    /// <param name="lastAxes">How many of the last axes are normalized together.</param>
    /// <param name="eps">Added to the variance.</param>
    public static Tensor LayerNorm(Tensor x, Tensor? weight = null, Tensor? bias = null, int lastAxes = 1, float eps = 1e-5f) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = x for x &gt; 0, slope·x otherwise (Maas et al. 2013).</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="slope">The factor of negative x.</param>
    public static Tensor LeakyRelu(Tensor x, float slope = 0.01f) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = (a &lt; b), element by element.</summary>
    /// <param name="a">Any shape.</param>
    /// <param name="b">A shape that broadcasts with a's.</param>
    public static BoolTensor Less(Tensor a, Tensor b) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = (a &lt; b), element by element.</summary>
    /// <param name="a">Any shape.</param>
    /// <param name="b">A shape that broadcasts with a's.</param>
    public static BoolTensor Less(IntTensor a, IntTensor b) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = (a ≤ b), element by element.</summary>
    /// <param name="a">Any shape.</param>
    /// <param name="b">A shape that broadcasts with a's.</param>
    public static BoolTensor LessOrEqual(Tensor a, Tensor b) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = (a ≤ b), element by element.</summary>
    /// <param name="a">Any shape.</param>
    /// <param name="b">A shape that broadcasts with a's.</param>
    public static BoolTensor LessOrEqual(IntTensor a, IntTensor b) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = ln x, element by element.</summary>
    /// <param name="x">Any shape.</param>
    public static Tensor Log(Tensor x) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = ln(1 + x), accurate near 0.</summary>
    /// <param name="x">Any shape.</param>
    public static Tensor Log1p(Tensor x) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = x − ln Σ eˣ along an axis.</summary>
    /// <param name="x">Any shape with at least one axis.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    public static Tensor LogSoftmax(Tensor x, int axis = -1) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = m + ln Σ e^(x − m) over the axes (all of them when none are named), m their maximum.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes to reduce, negative ones from the end; left out: all.</param>
    /// <param name="keepDims">Keeps the reduced axes with extent one.</param>
    public static Tensor LogSumExp(Tensor x, int[]? axes = null, bool keepDims = false) => throw CompiledLanguage.NotExecuted();

    /// <summary>Matrix product over the last two axes, c[…, m, n] = Σₖ a[…, m, k]·b[…, k, n]. Axes before them broadcast; a vector is a row on the left and a column on the right (torch.matmul).</summary>
    /// <param name="a">[…, M, K], or a vector [K].</param>
    /// <param name="b">[…, K, N], or a vector [K].</param>
    public static Tensor MatMul(Tensor a, Tensor b) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = the largest x over the axes (all of them when none are named); ties share the gradient evenly, as in PyTorch's amax.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes to reduce, negative ones from the end; left out: all.</param>
    /// <param name="keepDims">Keeps the reduced axes with extent one.</param>
    public static Tensor Max(Tensor x, int[]? axes = null, bool keepDims = false) => throw CompiledLanguage.NotExecuted();

    /// <summary>2-D maximum pooling (torch.nn.functional.max_pool2d): y[n, c, oy, ox] = max over r, s of x[n, c, oy·stride + r·dilation − padding, ox·stride + s·dilation − padding]; the gradient goes to the first largest element.</summary>
    /// <param name="x">[N, C, H, W].</param>
    /// <param name="kernel">Extent of the window.</param>
    /// <param name="stride">Step of the window; −1: the kernel.</param>
    /// <param name="padding">Elements added on both sides of each axis, at most half the kernel.</param>
    /// <param name="dilation">Step between the elements of a window.</param>
    /// <param name="ceilMode">Also counts a last window that reaches over the edge.</param>
    /// <param name="kernelWidth">kernel along the columns; −1: the same as along the rows.</param>
    /// <param name="strideWidth">stride along the columns; −1: the same as along the rows.</param>
    /// <param name="paddingWidth">padding along the columns; −1: the same as along the rows.</param>
    /// <param name="dilationWidth">dilation along the columns; −1: the same as along the rows.</param>
    public static Tensor MaxPool2d(Tensor x, int kernel, int stride = -1, int padding = 0, int dilation = 1, bool ceilMode = false, int kernelWidth = -1, int strideWidth = -1, int paddingWidth = -1, int dilationWidth = -1) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = the larger of a and b, NaN when either is; equal elements get half of the gradient each, as in PyTorch.</summary>
    /// <param name="a">Any shape.</param>
    /// <param name="b">A shape that broadcasts with a's.</param>
    public static Tensor Maximum(Tensor a, Tensor b) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = the larger of a and b, NaN when either is; equal elements get half of the gradient each, as in PyTorch.</summary>
    /// <param name="a">Any shape.</param>
    /// <param name="b">A shape that broadcasts with a's.</param>
    public static IntTensor Maximum(IntTensor a, IntTensor b) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = Σ x / n over the axes (all of them when none are named).</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes to reduce, negative ones from the end; left out: all.</param>
    /// <param name="keepDims">Keeps the reduced axes with extent one.</param>
    public static Tensor Mean(Tensor x, int[]? axes = null, bool keepDims = false) => throw CompiledLanguage.NotExecuted();

    /// <summary>The mean of (x − target)².</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="target">The shape of x.</param>
    /// <param name="reduction">The mean of all losses, their sum, or each of them.</param>
    public static Tensor MeanSquaredError(Tensor x, Tensor target, Reduction reduction = Reduction.Mean) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = the smallest x over the axes (all of them when none are named); ties share the gradient evenly, as in PyTorch's amin.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes to reduce, negative ones from the end; left out: all.</param>
    /// <param name="keepDims">Keeps the reduced axes with extent one.</param>
    public static Tensor Min(Tensor x, int[]? axes = null, bool keepDims = false) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = the smaller of a and b, NaN when either is; equal elements get half of the gradient each, as in PyTorch.</summary>
    /// <param name="a">Any shape.</param>
    /// <param name="b">A shape that broadcasts with a's.</param>
    public static Tensor Minimum(Tensor a, Tensor b) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = the smaller of a and b, NaN when either is; equal elements get half of the gradient each, as in PyTorch.</summary>
    /// <param name="a">Any shape.</param>
    /// <param name="b">A shape that broadcasts with a's.</param>
    public static IntTensor Minimum(IntTensor a, IntTensor b) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = x · tanh(ln(1 + eˣ)) (Misra 2019).</summary>
    /// <param name="x">Any shape.</param>
    public static Tensor Mish(Tensor x) => throw CompiledLanguage.NotExecuted();

    /// <summary>The mean of −x[label], x the logarithms of class probabilities on axis 1; weighted by class, without ignored labels (PyTorch's nll_loss).</summary>
    /// <param name="x">Logarithms of probabilities: [N, C], [N, C, …] or [C].</param>
    /// <param name="label">The class of each sample: the shape of x without the class axis.</param>
    /// <param name="classWeights">[C]: how much each class counts; left out: 1.</param>
    /// <param name="ignoreIndex">A label that does not count.</param>
    /// <param name="reduction">The mean of all losses, their sum, or each of them.</param>
    public static Tensor NegativeLogLikelihood(Tensor x, IntTensor label, Tensor? classWeights = null, int ignoreIndex = -100, Reduction reduction = Reduction.Mean) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = ¬x: true where x is false.</summary>
    /// <param name="x">Any shape.</param>
    public static BoolTensor Not(BoolTensor x) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = (a ≠ b), element by element.</summary>
    /// <param name="a">Any shape.</param>
    /// <param name="b">A shape that broadcasts with a's.</param>
    public static BoolTensor NotEqual(Tensor a, Tensor b) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = (a ≠ b), element by element.</summary>
    /// <param name="a">Any shape.</param>
    /// <param name="b">A shape that broadcasts with a's.</param>
    public static BoolTensor NotEqual(IntTensor a, IntTensor b) => throw CompiledLanguage.NotExecuted();

    /// <summary>y[i…, d] = 1 where indices[i…] = d, otherwise 0; an index outside [0, depth) gives a row of zeros.</summary>
    /// <param name="indices">Any shape.</param>
    /// <param name="depth">The number of classes: the extent of the new last axis.</param>
    public static Tensor OneHot(IntTensor indices, int depth) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = a ∨ b: true where either is true.</summary>
    /// <param name="a">Any shape.</param>
    /// <param name="b">A shape that broadcasts with a's.</param>
    public static BoolTensor Or(BoolTensor a, BoolTensor b) => throw CompiledLanguage.NotExecuted();

    /// <summary>Surrounds a tensor with a constant.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="before">Elements before the first, for the last axes in order.</param>
    /// <param name="after">Elements after the last, for the last axes in order.</param>
    /// <param name="value">What the new elements are.</param>
    public static Tensor Pad(Tensor x, int[] before, int[] after, float value = 0f) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = aᵇ, element by element; 0⁰ = 1.</summary>
    /// <param name="a">Any shape.</param>
    /// <param name="b">A shape that broadcasts with a's.</param>
    public static Tensor Pow(Tensor a, Tensor b) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = 1 / x.</summary>
    /// <param name="x">Any shape.</param>
    public static Tensor Reciprocal(Tensor x) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = max(x, 0); the gradient at 0 is 0.</summary>
    /// <param name="x">Any shape.</param>
    public static Tensor Relu(Tensor x) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = min(max(x, 0), 6) (Krizhevsky 2010).</summary>
    /// <param name="x">Any shape.</param>
    public static Tensor Relu6(Tensor x) => throw CompiledLanguage.NotExecuted();

    /// <summary>The tensor again and again along its axes: y[i] = x[i mod n] (PyTorch's repeat, NumPy's tile).</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="counts">How often, one per axis; more counts than axes add outer axes.</param>
    public static Tensor Repeat(Tensor x, params int[] counts) => throw CompiledLanguage.NotExecuted();

    /// <summary>The same elements in row-major order under another shape; one extent may be −1 and is inferred.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="shape">The new shape; at most one extent is −1.</param>
    public static Tensor Reshape(Tensor x, params int[] shape) => throw CompiledLanguage.NotExecuted();

    /// <summary>The same elements in row-major order under another shape; one extent may be −1 and is inferred.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="shape">The new shape; at most one extent is −1.</param>
    public static IntTensor Reshape(IntTensor x, params int[] shape) => throw CompiledLanguage.NotExecuted();

    /// <summary>The same elements in row-major order under another shape; one extent may be −1 and is inferred.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="shape">The new shape; at most one extent is −1.</param>
    public static BoolTensor Reshape(BoolTensor x, params int[] shape) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = x / √(mean of x² + ε) · weight over the last axes (Zhang and Sennrich 2019).</summary>
    /// <param name="x">[…, D]</param>
    /// <param name="weight">The scale; left out: 1.</param>
    /// <param name="lastAxes">How many of the last axes are normalized together.</param>
    /// <param name="eps">Added to the mean square.</param>
    public static Tensor RmsNorm(Tensor x, Tensor? weight = null, int lastAxes = 1, float eps = 1.1920929e-7f) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = 1/√x, element by element.</summary>
    /// <param name="x">Any shape.</param>
    public static Tensor Rsqrt(Tensor x) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = λx for x &gt; 0, λα(eˣ − 1) otherwise; λ ≈ 1.0507, α ≈ 1.6733 (Klambauer et al. 2017).</summary>
    /// <param name="x">Any shape.</param>
    public static Tensor Selu(Tensor x) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = 1 / (1 + e⁻ˣ).</summary>
    /// <param name="x">Any shape.</param>
    public static Tensor Sigmoid(Tensor x) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = −1, 0 or 1, the sign of x; no gradient flows.</summary>
    /// <param name="x">Any shape.</param>
    public static Tensor Sign(Tensor x) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = x·σ(x), also called swish (Elfwing et al. 2018).</summary>
    /// <param name="x">Any shape.</param>
    public static Tensor Silu(Tensor x) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = sin x, element by element.</summary>
    /// <param name="x">Any shape.</param>
    public static Tensor Sin(Tensor x) => throw CompiledLanguage.NotExecuted();

    /// <summary>A range of an axis: y[i] = x[start + i·step].</summary>
    /// <param name="x">Any shape with at least one axis.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="start">The first position; a negative one counts from the end.</param>
    /// <param name="end">The position behind the last one; a negative one counts from the end.</param>
    /// <param name="step">From one position to the next.</param>
    public static Tensor Slice(Tensor x, int axis, int start, int end, int step = 1) => throw CompiledLanguage.NotExecuted();

    /// <summary>A range of an axis: y[i] = x[start + i·step].</summary>
    /// <param name="x">Any shape with at least one axis.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="start">The first position; a negative one counts from the end.</param>
    /// <param name="end">The position behind the last one; a negative one counts from the end.</param>
    /// <param name="step">From one position to the next.</param>
    public static IntTensor Slice(IntTensor x, int axis, int start, int end, int step = 1) => throw CompiledLanguage.NotExecuted();

    /// <summary>A range of an axis: y[i] = x[start + i·step].</summary>
    /// <param name="x">Any shape with at least one axis.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="start">The first position; a negative one counts from the end.</param>
    /// <param name="end">The position behind the last one; a negative one counts from the end.</param>
    /// <param name="step">From one position to the next.</param>
    public static BoolTensor Slice(BoolTensor x, int axis, int start, int end, int step = 1) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = eˣ / Σ eˣ along an axis.</summary>
    /// <param name="x">Any shape with at least one axis.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    public static Tensor Softmax(Tensor x, int axis = -1) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = ln(1 + e^(βx)) / β, and x itself where βx &gt; threshold (Dugas et al. 2001).</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="beta">The sharpness of the bend.</param>
    /// <param name="threshold">From here on y = x.</param>
    public static Tensor Softplus(Tensor x, float beta = 1f, float threshold = 20f) => throw CompiledLanguage.NotExecuted();

    /// <summary>Cuts a tensor into pieces along an axis.</summary>
    /// <param name="x">Any shape with at least one axis.</param>
    /// <param name="sizes">The extents of the pieces; they add up to the axis's.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    public static Tensor[] Split(Tensor x, int[] sizes, int axis = 0) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = √x, element by element.</summary>
    /// <param name="x">Any shape.</param>
    public static Tensor Sqrt(Tensor x) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = x².</summary>
    /// <param name="x">Any shape.</param>
    public static Tensor Square(Tensor x) => throw CompiledLanguage.NotExecuted();

    /// <summary>Drops an axis of extent one.</summary>
    /// <param name="x">Any shape with an axis of one.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    public static Tensor Squeeze(Tensor x, int axis = -1) => throw CompiledLanguage.NotExecuted();

    /// <summary>Drops an axis of extent one.</summary>
    /// <param name="x">Any shape with an axis of one.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    public static IntTensor Squeeze(IntTensor x, int axis = -1) => throw CompiledLanguage.NotExecuted();

    /// <summary>Drops an axis of extent one.</summary>
    /// <param name="x">Any shape with an axis of one.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    public static BoolTensor Squeeze(BoolTensor x, int axis = -1) => throw CompiledLanguage.NotExecuted();

    /// <summary>Tensors of one shape along a new axis.</summary>
    /// <param name="tensors">Equal shapes.</param>
    /// <param name="axis">Where the new axis stands; a negative one counts from the end.</param>
    public static Tensor Stack(Tensor[] tensors, int axis = 0) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = x, but no gradient flows back (PyTorch's detach).</summary>
    /// <param name="x">Any shape.</param>
    public static Tensor StopGradient(Tensor x) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = Σ x over the axes (all of them when none are named).</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes to reduce, negative ones from the end; left out: all.</param>
    /// <param name="keepDims">Keeps the reduced axes with extent one.</param>
    public static Tensor Sum(Tensor x, int[]? axes = null, bool keepDims = false) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = tanh x, element by element.</summary>
    /// <param name="x">Any shape.</param>
    public static Tensor Tanh(Tensor x) => throw CompiledLanguage.NotExecuted();

    /// <summary>Integers as floats; true as 1, false as 0.</summary>
    /// <param name="x">Any shape.</param>
    public static Tensor ToFloat(IntTensor x) => throw CompiledLanguage.NotExecuted();

    /// <summary>Integers as floats; true as 1, false as 0.</summary>
    /// <param name="x">Any shape.</param>
    public static Tensor ToFloat(BoolTensor x) => throw CompiledLanguage.NotExecuted();

    /// <summary>Floats truncated towards zero; true as 1, false as 0.</summary>
    /// <param name="x">Any shape.</param>
    public static IntTensor ToInt(Tensor x) => throw CompiledLanguage.NotExecuted();

    /// <summary>Floats truncated towards zero; true as 1, false as 0.</summary>
    /// <param name="x">Any shape.</param>
    public static IntTensor ToInt(BoolTensor x) => throw CompiledLanguage.NotExecuted();

    /// <summary>Permutes the axes: axis i of the result is axis permutation[i] of x.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="permutation">Each axis once; left out: the last two axes are swapped.</param>
    public static Tensor Transpose(Tensor x, int[]? permutation = null) => throw CompiledLanguage.NotExecuted();

    /// <summary>Permutes the axes: axis i of the result is axis permutation[i] of x.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="permutation">Each axis once; left out: the last two axes are swapped.</param>
    public static IntTensor Transpose(IntTensor x, int[]? permutation = null) => throw CompiledLanguage.NotExecuted();

    /// <summary>Permutes the axes: axis i of the result is axis permutation[i] of x.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="permutation">Each axis once; left out: the last two axes are swapped.</param>
    public static BoolTensor Transpose(BoolTensor x, int[]? permutation = null) => throw CompiledLanguage.NotExecuted();

    /// <summary>Adds an axis of extent one.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">Where the new axis stands; a negative one counts from the end.</param>
    public static Tensor Unsqueeze(Tensor x, int axis) => throw CompiledLanguage.NotExecuted();

    /// <summary>Adds an axis of extent one.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">Where the new axis stands; a negative one counts from the end.</param>
    public static IntTensor Unsqueeze(IntTensor x, int axis) => throw CompiledLanguage.NotExecuted();

    /// <summary>Adds an axis of extent one.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">Where the new axis stands; a negative one counts from the end.</param>
    public static BoolTensor Unsqueeze(BoolTensor x, int axis) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = Σ (x − x̄)² / (n − correction) over the axes (all of them when none are named).</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes to reduce, negative ones from the end; left out: all.</param>
    /// <param name="correction">1: the unbiased estimate; 0: the mean of the squared deviations.</param>
    /// <param name="keepDims">Keeps the reduced axes with extent one.</param>
    public static Tensor Variance(Tensor x, int[]? axes = null, int correction = 1, bool keepDims = false) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = a where the condition is true, b elsewhere.</summary>
    /// <param name="condition">Any shape.</param>
    /// <param name="a">A shape that broadcasts with the others.</param>
    /// <param name="b">A shape that broadcasts with the others.</param>
    public static Tensor Where(BoolTensor condition, Tensor a, Tensor b) => throw CompiledLanguage.NotExecuted();

    /// <summary>y = a where the condition is true, b elsewhere.</summary>
    /// <param name="condition">Any shape.</param>
    /// <param name="a">A shape that broadcasts with the others.</param>
    /// <param name="b">A shape that broadcasts with the others.</param>
    public static IntTensor Where(BoolTensor condition, IntTensor a, IntTensor b) => throw CompiledLanguage.NotExecuted();
}
