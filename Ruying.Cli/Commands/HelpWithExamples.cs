using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Ruying.Cli.Output;

namespace Ruying.Cli.Commands;

/// <summary>The usual help of a verb, then commands to copy.</summary>
internal sealed class HelpWithExamples(CliHost host, IReadOnlyList<string> examples) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var result = new HelpAction().Invoke(parseResult);
        if (examples.Count > 0)
        {
            host.Out.WriteLine("Examples:");
            foreach (var example in examples)
            {
                host.Out.WriteLine($"  {host.Program} {example}");
            }
        }

        return result;
    }
}
