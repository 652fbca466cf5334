using System;
using System.CommandLine;
using System.Linq;
using Sinter;
using Sinter.Benchmarks;

// Times the workloads one after the other, one line of JSON each.

var threads = new Option<int>("--threads") { Description = "threads of the team", DefaultValueFactory = _ => 1 };
var filter = new Option<string[]>("--filter") { Description = "names, or beginnings of names, of workloads", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [""] };
var command = new RootCommand("Times networks; prints one JSON object per workload.") { threads, filter };
command.SetAction(options =>
{
    Compute.Threads = options.GetValue(threads);
    var names = options.GetRequiredValue(filter).SelectMany(f => f.Split(',')).ToArray();
    foreach (var workload in Workloads.All.Where(w => names.Any(n => w.Name.StartsWith(n, StringComparison.Ordinal))))
        Console.WriteLine(Measurement.Run(workload.Name, Compute.Threads, workload.Batch, workload.Prepare()));
});
return command.Parse(args).Invoke();
