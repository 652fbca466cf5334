using System;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.TestKit;

/// <summary>
/// A block of memory of the interpreter. It knows which elements were ever written, and catches what a machine would not: reading undefined elements, leaving the block, and chunks of one
/// kernel, or slices of a program, that touch each other's elements.
/// </summary>
internal sealed class Memory
{
    readonly double[] elements;
    readonly Turn[] writers;
    readonly Turn[] readers;

    /// <summary>Undefined memory.</summary>
    public Memory(string name, long length)
    {
        Name = name;
        elements = new double[length];
        Array.Fill(elements, double.NaN);
        writers = new Turn[length];
        readers = new Turn[length];
    }

    /// <summary>Memory with content.</summary>
    public Memory(string name, IReadOnlyCollection<double> content) : this(name, content.Count)
    {
        content.ToArray().CopyTo(elements, 0);
        Array.Fill(writers, new Turn(Before, 0, 0, 0));
    }

    // Launches are counted from 1; 0 is never.
    const long Before = -1;

    public string Name { get; }

    public long Length => elements.LongLength;

    public double Read(long index, Turn turn)
    {
        Check(index);
        var writer = writers[index];
        if (writer.Launch == 0) throw new InvalidOperationException($"{Name}[{index}] is read but was never written.");
        if (turn.IsBeside(writer)) throw new InvalidOperationException($"{Name}[{index}]: {turn} reads what {writer} writes.");
        readers[index] = turn;
        return elements[index];
    }

    public void Write(long index, double value, Turn turn)
    {
        Check(index);
        if (turn.IsBeside(writers[index])) throw new InvalidOperationException($"{Name}[{index}]: {turn} and {writers[index]} both write it.");
        if (turn.IsBeside(readers[index])) throw new InvalidOperationException($"{Name}[{index}]: {turn} writes what {readers[index]} reads.");
        writers[index] = turn;
        elements[index] = value;
    }

    /// <summary>Makes all elements undefined again.</summary>
    public void Forget()
    {
        Array.Clear(writers);
        Array.Clear(readers);
    }

    /// <summary>A range, all of which must have been written.</summary>
    public double[] Written(long offset, long length)
    {
        for (var i = offset; i < offset + length; i++)
        {
            Check(i);
            if (writers[i].Launch == 0) throw new InvalidOperationException($"{Name}[{i}] was never written.");
        }
        return elements[(int)offset..(int)(offset + length)];
    }

    void Check(long index)
    {
        if (index < 0 || index >= elements.LongLength) throw new IndexOutOfRangeException($"{Name}[{index}] lies outside of its {elements.LongLength} elements.");
    }
}

/// <summary>Where a buffer begins.</summary>
internal readonly record struct Place(Memory Memory, long Offset);

/// <summary>Who touches an element.</summary>
/// <param name="FirstSlice">The first of the slices that run at the same time.</param>
internal readonly record struct Turn(long Launch, long Chunk, long Slice, long FirstSlice)
{
    /// <summary>True for two that may run at the same time: chunks of one launch, slices of one run.</summary>
    public bool IsBeside(Turn other) => (Launch == other.Launch && Chunk != other.Chunk) || (Slice > 0 && other.Slice >= FirstSlice && other.Slice != Slice);

    public override string ToString() => Slice > 0 ? $"chunk {Chunk} of slice {Slice}" : $"chunk {Chunk}";
}
