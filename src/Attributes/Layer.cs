namespace Sinter;

/// <summary>
/// A function from tensor to tensor that may own parameters. Layers (<c>new Conv2d(32, 3)</c>), modules and lambdas convert to it, and a field of this type is called like
/// a method: <c>conv1(x)</c>.
/// </summary>
public delegate Tensor Layer(Tensor x);
