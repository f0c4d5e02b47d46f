using Ruying.Api.Data;

namespace Ruying.Api.Uploads.Tus;

/// <summary>How far an upload is.</summary>
/// <param name="Upload">The upload.</param>
/// <param name="Offset">Bytes that are here.</param>
public sealed record TusStand(UploadRow Upload, long Offset);
