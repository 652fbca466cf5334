using System;

namespace Sinter;

public static partial class Ops
{
    /// <summary>
    /// A recurrence: stateₜ = step(stateₜ₋₁, xₜ) for every position t along a time axis. The step is compiled once and run in a loop; it may be a lambda, a local function or a method, and may use layers,
    /// parameters and tensors from around it. What does not depend on the step is computed once.
    /// </summary>
    /// <param name="x">The sequence; its time axis may be symbolic.</param>
    /// <param name="initial">The state before the first step.</param>
    /// <param name="step">From the state and the slice of x at one position, without its time axis, to the next state, of the same shape.</param>
    /// <param name="axis">The time axis of x, and of the states that are returned; a negative one counts from the end of x.</param>
    /// <param name="reverse">From the last position to the first. States stand at the position of the step that made them.</param>
    /// <returns>The states after every step along the time axis (the last axis, when a state has fewer before it), and the state after the last step.</returns>
    /// <example><code>
    /// var (states, last) = Scan(x, Broadcast(0f, x.Shape[0], 64), (h, xt) => Tanh(input(xt) + recurrent(h)), axis: 1);
    /// </code></example>
    public static (Tensor States, Tensor Final) Scan(Tensor x, Tensor initial, Func<Tensor, Tensor, Tensor> step, int axis = 0, bool reverse = false) =>
        throw CompiledLanguage.NotExecuted();

    /// <summary>A recurrence over one or several sequences (a tuple of tensors) with one or several states (a tuple of tensors).</summary>
    /// <param name="x">The sequences, of equal lengths.</param>
    /// <param name="initial">The states before the first step.</param>
    /// <param name="step">From the states and the slices of x at one position to the next states, of the same shapes and types.</param>
    /// <param name="axis">The time axis of each sequence, and of the states that are returned; a negative one counts from the end.</param>
    /// <param name="reverse">From the last position to the first.</param>
    /// <returns>The states after every step along the time axis, and after the last step.</returns>
    /// <example><code>
    /// var (all, last) = Scan((x, mask), (h: h0, c: c0), (s, at) => (Where(at.mask, Next(s.h, at.x), s.h), s.c + at.x), axis: 1);
    /// </code></example>
    public static (TState States, TState Final) Scan<TSequence, TState>(TSequence x, TState initial, Func<TState, TSequence, TState> step, int axis = 0, bool reverse = false) =>
        throw CompiledLanguage.NotExecuted();

    /// <summary>A recurrence whose steps give outputs beside the next states.</summary>
    /// <param name="x">The sequences, of equal lengths: a tensor or a tuple of tensors.</param>
    /// <param name="initial">The states before the first step: a tensor or a tuple of tensors.</param>
    /// <param name="step">From the states and the slices of x at one position to the next states and the outputs of this position.</param>
    /// <param name="axis">The time axis of each sequence, and of the outputs that are returned; a negative one counts from the end.</param>
    /// <param name="reverse">From the last position to the first.</param>
    /// <returns>The outputs of every step along the time axis, and the states after the last step.</returns>
    public static (TOutput Outputs, TState Final) Scan<TSequence, TState, TOutput>(
        TSequence x, TState initial, Func<TState, TSequence, (TState Next, TOutput Output)> step, int axis = 0, bool reverse = false) =>
        throw CompiledLanguage.NotExecuted();

    /// <summary>A recurrence with two states, each a parameter of the step.</summary>
    /// <param name="x">The sequences, of equal lengths: a tensor or a tuple of tensors.</param>
    /// <param name="initial">The states before the first step.</param>
    /// <param name="step">From both states and the slices of x at one position to the next states.</param>
    /// <param name="axis">The time axis of each sequence, and of the states that are returned; a negative one counts from the end.</param>
    /// <param name="reverse">From the last position to the first.</param>
    /// <returns>The states after every step along the time axis, and after the last step.</returns>
    /// <example><code>
    /// var ((states, _), (h, c)) = Scan(x, (h0, c0), (h, c, xt) => Cell(h, c, xt), axis: 1);
    /// </code></example>
    public static ((Tensor First, Tensor Second) States, (Tensor First, Tensor Second) Final) Scan<TSequence>(
        TSequence x, (Tensor First, Tensor Second) initial, Func<Tensor, Tensor, TSequence, (Tensor First, Tensor Second)> step, int axis = 0, bool reverse = false) =>
        throw CompiledLanguage.NotExecuted();
}
