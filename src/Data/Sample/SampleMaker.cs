using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Reproduction.Data;

/// <summary>Makes the files of the embedded sample from Fashion-MNIST, so that anyone can make them again and compare.</summary>
public static class SampleMaker
{
    /// <summary>Makes the sample's two files, a README.md that says where they come from, and the LICENSE of Fashion-MNIST.</summary>
    /// <param name="sourceFolder">The folder with Fashion-MNIST's training set: /usr/share/datasets/fashion-mnist of the Debian package.</param>
    /// <param name="targetFolder">Where the four files go, over what is there.</param>
    /// <param name="source">What must be in the source and what must come out; null for Fashion-MNIST.</param>
    /// <param name="version">The version of the Debian package, as README.md will say.</param>
    /// <exception cref="DataException">The source is not what it must be, or the target cannot be written.</exception>
    public static void Make(
        string sourceFolder, string targetFolder, SampleSource? source = null, string version = SampleSource.DefaultVersion)
    {
        ArgumentNullException.ThrowIfNull(sourceFolder);
        ArgumentNullException.ThrowIfNull(targetFolder);
        source ??= SampleSource.FashionMnist;

        // all is read before anything is written
        var images = Cut(sourceFolder, source.SourceImages, source.Images);
        var labels = Cut(sourceFolder, source.SourceLabels, source.Labels);

        WriteCompressed(targetFolder, source.Images, images);
        WriteCompressed(targetFolder, source.Labels, labels);
        AtomicFile.Write(Path.Combine(targetFolder, "README.md"), source.Readme(version));
        AtomicFile.Write(Path.Combine(targetFolder, "LICENSE"), SampleSource.License);
    }

    /// <summary>The content of the smaller file: a header with its count, and as many values of the source as it takes.</summary>
    private static byte[] Cut(string sourceFolder, IdxFile source, IdxFile target)
    {
        var content = new byte[target.Length];
        BinaryPrimitives.WriteUInt32BigEndian(content, target.Magic);
        for (var i = 0; i < target.Dimensions.Count; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(4 + (4 * i)), target.Dimensions[i]);
        }

        var path = Path.Combine(sourceFolder, source.FileNames[0]);
        IdxReader.Read(IdxSource.OfPath(path, source), (offset, values) =>
        {
            var wanted = Math.Clamp(target.ValueCount - offset, 0, values.Length);
            values[..wanted].CopyTo(content.AsSpan(target.HeaderLength + Math.Min(offset, target.ValueCount)));
        });

        var made = Convert.ToHexStringLower(SHA256.HashData(content));
        return string.Equals(made, target.Sha256, StringComparison.Ordinal)
            ? content
            : throw new DataException(
                $"{target.Name} made from {IoFailure.FullPath(path)}: expected SHA-256 {target.Sha256}, received {made}; correct the table");
    }

    private static void WriteCompressed(string folder, IdxFile file, byte[] content) =>
        AtomicFile.Write(Path.Combine(folder, file.FileNames[0]), stream =>
        {
            using var gzip = new GZipStream(stream, CompressionLevel.SmallestSize, leaveOpen: true);
            gzip.Write(content);
        });
}
