using System;
using System.Globalization;
using System.IO;
using System.Linq;
using Samples;
using Sinter;

// digits-classify image.csv: 64 numbers from 0 to 16 (8×8, row by row) → ten probabilities, one line per digit.

if (args.Length == 0 || !File.Exists(args[0]))
{
    Console.Error.WriteLine(args.Length == 0 ? "usage: digits-classify image.csv" : $"{args[0]}: no such file");
    return 1;
}

var numbers = File.ReadAllText(args[0]).Split([',', '\n', '\r', ' '], StringSplitOptions.RemoveEmptyEntries);
if (numbers.Length != 64)
{
    Console.Error.WriteLine($"{args[0]}: expected 64 numbers, but found {numbers.Length}");
    return 1;
}
var image = new float[64];
for (var i = 0; i < 64; i++)
{
    if (!float.TryParse(numbers[i], CultureInfo.InvariantCulture, out image[i]))
    {
        Console.Error.WriteLine($"{args[0]}: '{numbers[i]}' is not a number");
        return 1;
    }
    image[i] /= 16;
}

var model = DigitsCnn.Load(Path.Combine(AppContext.BaseDirectory, "digits.safetensors"));
var logits = new float[10];
model.Forward(image, logits);

var exponentials = logits.Select(logit => MathF.Exp(logit - logits.Max())).ToArray();
for (var digit = 0; digit < 10; digit++)
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{digit} {exponentials[digit] / exponentials.Sum():F6}"));
return 0;
