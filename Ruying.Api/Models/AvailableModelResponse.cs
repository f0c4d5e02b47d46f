using Ruying.Pipeline.Models.Pulling;

namespace Ruying.Api.Models;

/// <summary>A model that can be pulled, as the API shows it.</summary>
/// <param name="Name">What to pull it by.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Title">What its makers call it.</param>
/// <param name="Languages">BCP 47 tags of what it speaks.</param>
/// <param name="LanguageName">The same in English.</param>
/// <param name="Quality">The makers' word for how good it is.</param>
/// <param name="Licence">SPDX expression where it is known before its card is read.</param>
/// <param name="Speakers">Its speakers by number; empty where there is one, or where they are in a file of styles.</param>
/// <param name="Bytes">What is to be fetched, if it was published.</param>
/// <param name="Installed">Whether a model of that name is in the store.</param>
public sealed record AvailableModelResponse(
    string Name, string Kind, string Title, IReadOnlyList<string> Languages, string LanguageName, string? Quality, string? Licence, IReadOnlyList<string> Speakers, long? Bytes, bool Installed)
{
    public static AvailableModelResponse From(AvailableModel model, bool installed) => new(
        model.Name, model.Kind, model.Title, model.Languages, model.LanguageName, model.Quality, model.Licence, model.Speakers, model.Bytes == 0 ? null : model.Bytes, installed);
}
