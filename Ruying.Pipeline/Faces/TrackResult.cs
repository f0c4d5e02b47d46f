namespace Ruying.Pipeline.Faces;

/// <summary>A look at the whole picture, once a second and after each cut.</summary>
/// <param name="Frame">Which frame.</param>
/// <param name="Faces">All faces in it.</param>
/// <param name="Tracked">The tracked face's size in pixels; 0 where it is not there.</param>
/// <param name="Embedding">The tracked face's identity, 192 numbers; null where it is not there.</param>
public sealed record FaceSurvey(int Frame, IReadOnlyList<FaceDetection> Faces, float Tracked, float[]? Embedding);

/// <summary>What the tracker found in a clip.</summary>
/// <param name="Track">The person's points.</param>
/// <param name="Surveys">Looks at the whole picture, in order.</param>
/// <param name="Cuts">First frames after a cut.</param>
public sealed record TrackResult(FaceTrack Track, IReadOnlyList<FaceSurvey> Surveys, IReadOnlyList<int> Cuts);
