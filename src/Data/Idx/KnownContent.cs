using System.Security.Cryptography;

namespace Reproduction.Data;

/// <summary>Tells files of other data sets by their content: those of MNIST's kind have its names and its shape.</summary>
internal static class KnownContent
{
    /// <summary>KMNIST's files as they are distributed, compressed: SHA-256 as several loaders have it (torchvision for Ruby among them).</summary>
    private static readonly string[] KMnist =
    [
        "51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4",
        "e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17",
        "edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5",
        "20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c",
    ];

    /// <summary>The images of EMNIST's splits for training and test; its split of MNIST's own size is told by no count.</summary>
    private static readonly Dictionary<uint, string> EMnist = new()
    {
        [697_932] = "byclass and bymerge",
        [116_323] = "byclass and bymerge",
        [112_800] = "balanced",
        [18_800] = "balanced",
        [124_800] = "letters",
        [20_800] = "letters",
        [240_000] = "digits",
        [40_000] = "digits",
    };

    /// <summary>What a number of images says of where they come from; null if it says nothing.</summary>
    public static string? CountOf(uint count) => EMnist.TryGetValue(count, out var split)
        ? $", as many as EMNIST has in its split {split} (--dataset idx reads it)"
        : null;

    /// <summary>The report about a file that is whole and holds something else.</summary>
    /// <param name="source">What was read.</param>
    /// <param name="received">The SHA-256 of its decompressed content.</param>
    public static DataException OtherThan(IdxSource source, string received)
    {
        foreach (var set in new[] { DatasetFiles.Mnist, DatasetFiles.FashionMnist })
        {
            if (set.All.FirstOrDefault(file => file.Sha256 == received) is { } known)
            {
                return new DataException(
                    $"{source.Place}: is {known.Name} of {set.Title}, another data set than was asked for; --dataset {set.Name} reads it");
            }
        }

        return KMnist.Contains(RawHash(source), StringComparer.Ordinal)
            ? new DataException(
                $"{source.Place}: is a file of KMNIST, another data set than was asked for; --dataset idx --data FOLDER --name KMNIST reads it")
            : source.Problem($"expected SHA-256 {source.File.Sha256} of the decompressed bytes, received {received}");
    }

    private static string RawHash(IdxSource source)
    {
        using var stream = source.Open();
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
