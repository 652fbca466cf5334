using System;

namespace Sinter;

/// <summary>
/// A step of training came to a loss, or to gradients, that are no finite number. The message says in which step, and which operation produced the first such value, in the
/// model's words. Parameters, states, and what the optimizer keeps are as they were before the step: training may go on with another batch or learning rate.
/// </summary>
public sealed class NonFiniteException : ArithmeticException
{
    internal NonFiniteException(long step, float loss, string? operation, string? cause, string message)
        : base(message) => (Step, Loss, Operation, Cause) = (step, loss, operation, cause);

    /// <summary>The batches that were seen before (<see cref="Trainer.BatchCount"/>), plus 1.</summary>
    public long Step { get; }

    /// <summary>The loss; it is finite when only the norm of the gradients is not.</summary>
    public float Loss { get; }

    /// <summary>The kernel whose result was the first that is not finite, and what it computes: <c>relu1: linear1 (matmul), relu1 (relu)</c>. Null when each result is finite and only their sum is not.</summary>
    public string? Operation { get; }

    /// <summary>The input, parameter or state from which that kernel computed, if its values were not finite already: <c>input image</c>, <c>parameter conv1.weight</c>. Null otherwise.</summary>
    public string? Cause { get; }
}
