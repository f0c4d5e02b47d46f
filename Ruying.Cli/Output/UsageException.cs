using Ruying.Pipeline;

namespace Ruying.Cli.Output;

/// <summary>The command line itself cannot be followed: a file that is not there, options that exclude each other.</summary>
internal sealed class UsageException(string code, string message, Exception? inner = null) : RuyingException(code, message, inner);
