using MetadataExtractor;
using MetadataExtractor.Formats.Exif;
using MetadataExtractor.Formats.Jpeg;

namespace Ruying.Pipeline.Pictures;

/// <summary>How a camera was held: a telephone writes its photographs as its sensor lies, and says in EXIF which way is up.</summary>
internal static class PictureOrientation
{
    /// <summary>What turns a JPEG upright: filters of ffmpeg, each followed by a comma; empty where nothing is to be done, or nothing can be read.</summary>
    public static string Filters(string path) => Read(path) switch
    {
        2 => "hflip,",
        3 => "hflip,vflip,",
        4 => "vflip,",
        5 => "transpose=cclock_flip,",
        6 => "transpose=clock,",
        7 => "transpose=clock_flip,",
        8 => "transpose=cclock,",
        _ => "",
    };

    private static int Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return JpegMetadataReader.ReadMetadata(file, [new ExifReader()]).OfType<ExifIfd0Directory>().Select(exif => exif.TryGetInt32(ExifDirectoryBase.TagOrientation, out var orientation) ? orientation : 1).FirstOrDefault(1);
        }
        catch (Exception e) when (e is JpegProcessingException or ImageProcessingException or IOException)
        {
            // Whether it is a picture at all, its decoder says.
            return 1;
        }
    }
}
