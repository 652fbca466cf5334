using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using Sinter;
using Sinter.Benchmarks;

// Times the workloads one after the other, one line of JSON each; or writes down what they compute, for other engines to compare.

var threads = new Option<int>("--threads") { Description = "threads of the team", DefaultValueFactory = _ => 1 };
var filter = new Option<string[]>("--filter") { Description = "names, or beginnings of names, of workloads", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [""] };
var seconds = new Option<double>("--seconds") { Description = "measured per workload, at least ten calls", DefaultValueFactory = _ => 1 };
var export = new Option<DirectoryInfo?>("--export") { Description = "do not time: write weights, inputs and outputs there, as safetensors" };
var command = new RootCommand("Times networks; prints one JSON object per workload.") { threads, filter, seconds, export };
command.SetAction(options =>
{
    Compute.Threads = options.GetValue(threads);
    var names = options.GetRequiredValue(filter).SelectMany(f => f.Split(',')).ToArray();
    var measurement = new Measurement(options.GetValue(seconds));
    var folder = options.GetValue(export);
    folder?.Create();
    foreach (var workload in Workloads.All.Where(w => names.Any(n => w.Name.StartsWith(n, StringComparison.Ordinal))))
    {
        var ready = workload.Prepare();
        if (folder is null) Console.WriteLine(measurement.Run(workload.Name, Compute.Threads, workload.Batch, ready.Call));
        else ready.Export(folder.FullName, workload.Name);
    }
});
return command.Parse(args).Invoke();
