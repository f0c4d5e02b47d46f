using OpenCvSharp;

namespace Ruying.Pipeline.Rendering;

/// <summary>What an engine made for a frame; the matrices stay the engine's.</summary>
/// <param name="Crop">The crop with the new mouth, RGB, <c>CV_8UC3</c>.</param>
/// <param name="Weights">How much of each of its pixels is laid into the frame, 0 to 1, 0 outside the mask, <c>CV_32FC1</c>.</param>
public readonly record struct MouthPicture(Mat Crop, Mat Weights);
