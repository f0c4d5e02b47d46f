using System.Buffers;
using System.Security.Cryptography;

namespace Ruying.Pipeline.Models.Pulling;

/// <summary>What must hold of a file that is received: its size while it comes, its published hash when it is there.</summary>
internal static class ReceivedFile
{
    private const int Block = 128 << 10;

    /// <summary>Refuses a size that the file cannot have.</summary>
    /// <param name="file">What is published of it.</param>
    /// <param name="bytes">Its size, or what has come so far.</param>
    /// <param name="whole">Whether that is all of it.</param>
    /// <exception cref="ModelException"><c>model.size</c>.</exception>
    public static void RequireSize(AvailableFile file, long bytes, bool whole)
    {
        if (bytes > (file.Bytes ?? file.Most) || (whole && file.Bytes is { } size && bytes != size))
        {
            throw new ModelException(
                "model.size",
                $"{file.FileName} has {(whole ? "" : "over ")}{bytes} bytes where it is offered, and {(file.Bytes is { } published ? $"{published} were published" : $"at most {file.Most} are taken")}: do not use it, and try again later or from another mirror.");
        }
    }

    /// <summary>Copies what comes, and refuses it in the moment in which it is too much.</summary>
    /// <param name="file">What is published of it.</param>
    /// <param name="source">What comes.</param>
    /// <param name="target">At its end.</param>
    /// <param name="received">Hears how many bytes are there.</param>
    /// <param name="heard">Called for each block: the source lives.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task CopyAsync(AvailableFile file, Stream source, FileStream target, Action<long> received, Action? heard, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Block);
        try
        {
            for (int read; (read = await source.ReadAsync(buffer.AsMemory(0, Block), cancellationToken).ConfigureAwait(false)) > 0;)
            {
                heard?.Invoke();
                RequireSize(file, target.Position + read, whole: false);
                await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                received(target.Position);
            }
        }
        catch (IOException e) when (e.HResult is 28 or 122)
        {
            // ENOSPC, EDQUOT.
            throw new EnvironmentException("disk.full", "The disk is full: free some space and try again; the pull goes on from there.", e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Refuses, and deletes, a file that is not the published one.</summary>
    /// <exception cref="ModelException"><c>model.size</c> or <c>model.hash</c>.</exception>
    public static async Task RequireAsync(AvailableFile file, string path, CancellationToken cancellationToken)
    {
        try
        {
            RequireSize(file, new FileInfo(path).Length, whole: true);
            await RequireHashAsync(file, path, file.Sha256, "SHA-256", SHA256.HashDataAsync, cancellationToken).ConfigureAwait(false);
#pragma warning disable CA5351 // The makers publish MD5; what we keep has our own SHA-256.
            await RequireHashAsync(file, path, file.Md5, "MD5", MD5.HashDataAsync, cancellationToken).ConfigureAwait(false);
#pragma warning restore CA5351
        }
        catch (ModelException)
        {
            File.Delete(path);
            throw;
        }
    }

    private static async Task RequireHashAsync(
        AvailableFile file, string path, string? published, string name, Func<Stream, CancellationToken, ValueTask<byte[]>> hash, CancellationToken cancellationToken)
    {
        if (published is null)
        {
            return;
        }

        var stream = File.OpenRead(path);
        await using (stream.ConfigureAwait(false))
        {
            var found = Convert.ToHexStringLower(await hash(stream, cancellationToken).ConfigureAwait(false));
            if (!found.Equals(published, StringComparison.OrdinalIgnoreCase))
            {
                throw new ModelException(
                    "model.hash", $"{file.FileName} is not the published file ({name} {found}, published {published}): it was thrown away; try again later or from another mirror.");
            }
        }
    }
}
