namespace Ruying.Pipeline.Models.Pulling;

/// <summary>Where files of models come from.</summary>
internal interface IModelSource
{
    /// <summary>Where a file lies, for people.</summary>
    string Where(AvailableFile file);

    /// <summary>Brings a file; what an earlier call left at <paramref name="path"/> is gone on with where that is safe.</summary>
    /// <param name="file">What to bring.</param>
    /// <param name="path">Where to put it; a name of ours.</param>
    /// <param name="received">Hears how many bytes are there.</param>
    /// <param name="cancellationToken">Stops; what was received stays for the next call.</param>
    /// <exception cref="EnvironmentException"><c>model.download_failed</c>.</exception>
    /// <exception cref="ModelException"><c>model.size</c> or <c>model.redirect</c>.</exception>
    Task FetchAsync(AvailableFile file, string path, Action<long> received, CancellationToken cancellationToken);
}
