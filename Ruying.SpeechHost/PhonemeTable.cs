using System.Text;

namespace Ruying.SpeechHost;

/// <summary>
/// The engine's compiled phoneme tables, <c>phontab</c> (compiledata.c of espeak-ng): a count and three bytes of nothing, then for each table its count, the table
/// it includes, two bytes of nothing, a name of 32 bytes, and 16 bytes a phoneme, of which the first four are its mnemonic.
/// </summary>
internal static class PhonemeTable
{
    private const int Header = 4;
    private const int TableHeader = 36;
    private const int Entry = 16;
    private const int MnemonicBytes = 4;

    /// <summary>The mnemonics of all languages, each once.</summary>
    /// <param name="folder">The engine's data folder.</param>
    /// <exception cref="HostException"><c>speech.engine_missing</c>: the file is not as described.</exception>
    public static IReadOnlyList<string> Mnemonics(string folder)
    {
        try
        {
            var bytes = File.ReadAllBytes(Path.Combine(folder, "phontab"));
            var names = new SortedSet<string>(StringComparer.Ordinal);
            var at = Header;
            for (var table = 0; table < bytes[0]; table++)
            {
                var count = bytes[at];
                at += TableHeader;
                for (var i = 0; i < count; i++, at += Entry)
                {
                    names.Add(Encoding.UTF8.GetString(bytes, at, MnemonicBytes).TrimEnd('\0'));
                }
            }

            return at == bytes.Length ? [.. names] : throw new HostException("speech.engine_missing", "espeak-ng's phoneme tables have another format");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or IndexOutOfRangeException or ArgumentOutOfRangeException)
        {
            throw new HostException("speech.engine_missing", $"espeak-ng's phoneme tables cannot be read: {error.Message}");
        }
    }
}
