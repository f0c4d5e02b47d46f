using Ruying.Pipeline;

namespace Ruying.Cli.Output;

/// <summary>Says what went wrong, to a person on stderr or to a program on stdout, and chooses the exit code.</summary>
internal sealed class ErrorReport(CliHost host, bool json)
{
    public int Usage(string message, string hint)
    {
        // The parser lists allowed values on lines of their own.
        var line = string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Write("usage", $"{line} See: {hint}");
        return ExitCodes.UserError;
    }

    public int Cancelled()
    {
        Write("cancelled", "Stopped. The same command goes on from where it was.");
        return ExitCodes.Cancelled;
    }

    public int Failed(Exception exception)
    {
        if (exception is RuyingException mendable)
        {
            Write(mendable.Code, mendable.Message);
            return ExitCodes.UserError;
        }

        Write("internal", $"This is a fault of Ruying, not yours: {exception.Message}");
        host.Error.WriteLine(exception);
        host.Error.WriteLine(
            $"Please report it: open an issue with the lines above, the command you gave and what '{host.Program} --version' prints.");
        return ExitCodes.Failure;
    }

    private void Write(string code, string message)
    {
        if (json)
        {
            host.Out.WriteLine(JsonOutput.Serialize(new { Error = new { Code = code, Message = message } }));
        }
        else
        {
            host.Error.WriteLine($"ruying: {message} [{code}]");
        }
    }
}
