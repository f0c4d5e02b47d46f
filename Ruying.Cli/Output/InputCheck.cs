using System.Text;

namespace Ruying.Cli.Output;

/// <summary>The user's files, as far as the command line looks at them.</summary>
internal static class InputCheck
{
    // 20,000 words or so: two hours of speech.
    private const long LargestScript = 1 << 20;

    public static string File(string path)
    {
        if (Directory.Exists(path))
        {
            throw new UsageException("file.is_a_folder", $"'{path}' is a folder: name the file itself.");
        }

        if (!System.IO.File.Exists(path))
        {
            throw new UsageException("file.missing", $"There is no file '{path}': check the name.");
        }

        return Path.GetFullPath(path);
    }

    public static async Task<string> ScriptAsync(string path, CancellationToken cancellationToken)
    {
        var full = File(path);
        if (new FileInfo(full).Length > LargestScript)
        {
            throw new UsageException("script.too_long", $"'{path}' is over 1 MB: split the script into several videos.");
        }

        try
        {
            var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
            return await System.IO.File.ReadAllTextAsync(full, strict, cancellationToken);
        }
        catch (DecoderFallbackException exception)
        {
            throw new UsageException("script.encoding", $"'{path}' is not plain UTF-8 text: save it as UTF-8.", exception);
        }
    }
}
