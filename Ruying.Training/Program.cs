using Ruying.Training.Sample;

switch (args.FirstOrDefault())
{
    case "sample":
        return await SampleCommand.RunAsync(args[1..]);
    default:
        await Console.Error.WriteLineAsync("Verbs: sample");
        return 2;
}
