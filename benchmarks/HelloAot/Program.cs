// What any NativeAOT program costs: the yardstick for the size and start of samples/Digits.Aot.
System.Console.WriteLine("hello");
