namespace Ruying.Pipeline.Avatars.Assessment;

/// <summary>What one frame shows of the face; all zero where there is none.</summary>
/// <param name="EyeDistance">Between the outer corners of the eyes, pixels; 0 means no face.</param>
/// <param name="Light">Mean luma of the face, 0 to 255.</param>
/// <param name="LightHigh">Luma that 5 % of the face exceeds, 0 to 255: low only where light is missing, whatever the skin.</param>
/// <param name="LightSpread">Standard deviation of the face's luma.</param>
/// <param name="LightSide">How much brighter the picture's left cheek is than the right, as a share of their mean, -2 to 2.</param>
/// <param name="Sharpness">Detail of the face, in grey levels a pixel, at 64 px between the eye corners; noise is taken off.</param>
/// <param name="Noise">Standard deviation of the picture's noise, grey levels.</param>
/// <param name="Yaw">Degrees; positive where the nose points to the picture's right.</param>
/// <param name="Pitch">Degrees; positive where the nose points down. The zero differs by person: compare with the clip's median.</param>
/// <param name="Roll">Degrees; positive turns clockwise on the screen.</param>
public readonly record struct FrameMeasure(
    float EyeDistance, float Light, float LightHigh, float LightSpread, float LightSide, float Sharpness, float Noise, float Yaw, float Pitch, float Roll)
{
    /// <summary>Whether the frame shows the face.</summary>
    public bool HasFace => EyeDistance > 0;
}
