namespace Sinter;

/// <summary>
/// Base of a reusable part of a network: a class with layers in its fields (or constructor parameters) and a method <c>public Tensor Forward(Tensor x)</c>. It needs no shapes of its own, they come
/// from where it is used. A module with several inputs is kept in a field of its own type and called through its <c>Forward</c>.
/// </summary>
/// <example><code>
/// public sealed class Residual(int width) : Module
/// {
///     readonly Layer inner = new Linear(width);
///
///     public Tensor Forward(Tensor x) => x + Relu(inner(x));
/// }
/// </code></example>
public abstract class Module
{
    /// <summary>So that a field of type <see cref="Layer"/> holds it. Calling that is calling its <c>Forward</c>.</summary>
    public static implicit operator Layer(Module module) => _ => throw CompiledLanguage.NotExecuted();
}
