using System;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.TestKit;

/// <summary>
/// A block of memory of the interpreter. It knows which elements were ever written, and catches what a machine would not: reading undefined elements, leaving the block, and chunks of one
/// kernel that touch each other's elements.
/// </summary>
internal sealed class Memory
{
    readonly double[] elements;
    readonly (long Launch, long Chunk)[] writers;
    readonly (long Launch, long Chunk)[] readers;

    /// <summary>Undefined memory.</summary>
    public Memory(string name, long length)
    {
        Name = name;
        elements = new double[length];
        Array.Fill(elements, double.NaN);
        writers = new (long, long)[length];
        readers = new (long, long)[length];
    }

    /// <summary>Memory with content.</summary>
    public Memory(string name, IReadOnlyCollection<double> content) : this(name, content.Count)
    {
        content.ToArray().CopyTo(elements, 0);
        Array.Fill(writers, (Before, 0));
    }

    // Launches are counted from 1; 0 is never.
    const long Before = -1;

    public string Name { get; }

    public long Length => elements.LongLength;

    public double Read(long index, long launch, long chunk)
    {
        Check(index);
        ref var writer = ref writers[index];
        if (writer.Launch == 0) throw new InvalidOperationException($"{Name}[{index}] is read but was never written.");
        if (writer.Launch == launch && writer.Chunk != chunk) throw new InvalidOperationException($"{Name}[{index}]: chunk {chunk} reads what chunk {writer.Chunk} writes.");
        readers[index] = (launch, chunk);
        return elements[index];
    }

    public void Write(long index, double value, long launch, long chunk)
    {
        Check(index);
        ref var writer = ref writers[index];
        var reader = readers[index];
        if (writer.Launch == launch && writer.Chunk != chunk) throw new InvalidOperationException($"{Name}[{index}]: chunks {chunk} and {writer.Chunk} both write it.");
        if (reader.Launch == launch && reader.Chunk != chunk) throw new InvalidOperationException($"{Name}[{index}]: chunk {chunk} writes what chunk {reader.Chunk} reads.");
        writer = (launch, chunk);
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
