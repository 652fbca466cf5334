using System;
using System.Numerics;

namespace Sinter;

/// <summary>
/// The discrete Fourier transform of real numbers: X[k] = Σ x[n] e^(−2πikn/N) for k from 0 to N/2, N of any size; fast when N has small prime factors (Cooley and Tukey 1965). Reckons in double precision. Keeps its
/// memory, so that a transform allocates nothing; used by one thread at a time.
/// </summary>
public sealed class RealFft
{
    readonly Complex[] roots;
    readonly Complex[] input;
    readonly Complex[] output;
    readonly Complex[] butterfly;

    /// <summary>A transform of <paramref name="size"/> numbers.</summary>
    public RealFft(int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        Size = size;
        roots = new Complex[size];
        for (var k = 0; k < size; k++) roots[k] = new(Math.Cos(2 * Math.PI * k / size), -Math.Sin(2 * Math.PI * k / size));

        // An even number of them is half as many complex numbers.
        var length = size % 2 == 0 ? size / 2 : size;
        (input, output, butterfly) = (new Complex[length], new Complex[length], new Complex[length]);
    }

    /// <summary>The number of numbers: N.</summary>
    public int Size { get; }

    /// <summary>The number of frequencies: N/2 + 1.</summary>
    public int Bins => Size / 2 + 1;

    /// <summary>Transforms numbers.</summary>
    /// <param name="signal">[N].</param>
    /// <param name="real">[N/2 + 1].</param>
    /// <param name="imaginary">[N/2 + 1].</param>
    public void Transform(ReadOnlySpan<float> signal, Span<float> real, Span<float> imaginary)
    {
        if (signal.Length != Size) throw new ArgumentException($"The signal has {signal.Length} numbers, expected {Size}.", nameof(signal));
        if (real.Length != Bins || imaginary.Length != Bins) throw new ArgumentException($"The results have {real.Length} and {imaginary.Length} numbers, expected {Bins}.", nameof(real));

        var even = Size % 2 == 0;
        for (var i = 0; i < input.Length; i++) input[i] = even ? new Complex(signal[2 * i], signal[2 * i + 1]) : signal[i];
        Transform(input, 1, output);
        for (var k = 0; k < Bins; k++)
        {
            var x = even ? Unpacked(k) : output[k];
            (real[k], imaginary[k]) = ((float)x.Real, (float)x.Imaginary);
        }
    }

    /// <summary>From Z = E + iO, the transforms of the numbers at even and at odd places: X[k] = E[k] + e^(−2πik/N) O[k].</summary>
    Complex Unpacked(int k)
    {
        var half = output.Length;
        var (z, mirrored) = (output[k % half], Complex.Conjugate(output[(half - k) % half]));
        return (z + mirrored) / 2 + roots[k % Size] * (z - mirrored) * new Complex(0, -0.5);
    }

    /// <summary>Every stride-th number: p transforms of every p-th of them, put together.</summary>
    void Transform(ReadOnlySpan<Complex> numbers, int stride, Span<Complex> result)
    {
        var size = result.Length;
        if (size == 1)
        {
            result[0] = numbers[0];
            return;
        }
        var p = Factor(size);
        var m = size / p;
        for (var r = 0; r < p; r++) Transform(numbers[(r * stride)..], stride * p, result.Slice(r * m, m));

        var step = Size / size;              // e^(−2πi/size) is roots[step]
        var terms = butterfly.AsSpan(0, p);
        for (var k = 0; k < m; k++)
        {
            for (var r = 0; r < p; r++) terms[r] = result[r * m + k] * roots[r * k * step];
            if (p == 4)
            {
                var (a, b, c, d) = (terms[0] + terms[2], terms[0] - terms[2], terms[1] + terms[3], terms[1] - terms[3]);
                d = new(d.Imaginary, -d.Real);           // times −i
                (result[k], result[m + k], result[2 * m + k], result[3 * m + k]) = (a + c, b + d, a - c, b - d);
                continue;
            }
            for (var q = 0; q < p; q++)
            {
                var sum = terms[0];
                for (var r = 1; r < p; r++) sum += terms[r] * roots[(int)((long)q * r % p * m * step)];
                result[q * m + k] = sum;
            }
        }
    }

    static int Factor(int size)
    {
        if (size % 4 == 0) return 4;
        for (var p = 2; p * p <= size; p++)
        {
            if (size % p == 0) return p;
        }
        return size;
    }
}
