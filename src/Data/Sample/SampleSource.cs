namespace Reproduction.Data;

/// <summary>What a sample is made from, and what it must come out as.</summary>
/// <param name="SourceImages">The images of the training set that it is taken from.</param>
/// <param name="SourceLabels">Their labels.</param>
/// <param name="Images">The images of the sample: the first of the source's.</param>
/// <param name="Labels">The labels of the sample: the first of the source's.</param>
public sealed record SampleSource(IdxFile SourceImages, IdxFile SourceLabels, IdxFile Images, IdxFile Labels)
{
    /// <summary>The version of the Debian package dataset-fashion-mnist that the embedded sample was made from.</summary>
    public const string DefaultVersion = "0.0~git20200523.55506a9-1";

    /// <summary>The embedded sample, from the training set of Fashion-MNIST.</summary>
    public static SampleSource FashionMnist { get; } = new(
        DatasetFiles.FashionMnist.TrainImages,
        DatasetFiles.FashionMnist.TrainLabels,
        Sample.Images,
        Sample.Labels);

    /// <summary>The page that goes beside the sample: where it comes from and how it was made.</summary>
    /// <param name="version">The version of the Debian package.</param>
    public string Readme(string version) => $"""
        # The sample

        {Images.Count} images of clothes from Fashion-MNIST, {Images.Dimensions[1]}x{Images.Dimensions[2]} pixels in gray, with their labels:
        the first {Images.Count} of its training set, in their order. The first {Sample.ValidationCount} are for validation, the others for training.
        This is not MNIST: no figure measured on it may stand beside the notebook's.

        - Made by Zalando Research: <https://github.com/zalandoresearch/fashion-mnist>, under the MIT license (see LICENSE).
        - Taken from the Debian package dataset-fashion-mnist, version {version}, which installs it to /usr/share/datasets/fashion-mnist.
        - Made from there by `SampleMaker.Make`, which checks the source, cuts it, corrects the count in the header and compresses it again.

        | file | decompressed bytes | SHA-256 of the decompressed bytes |
        | --- | --- | --- |
        | source: {Row(SourceImages)}
        | source: {Row(SourceLabels)}
        | made: {Row(Images)}
        | made: {Row(Labels)}

        """.ReplaceLineEndings("\n");

    /// <summary>The license of Fashion-MNIST.</summary>
    public static string License => """
        The MIT License (MIT)

        Copyright (c) 2017 Zalando SE, https://tech.zalando.com

        Permission is hereby granted, free of charge, to any person obtaining a
        copy of this software and associated documentation files (the "Software"),
        to deal in the Software without restriction, including without limitation
        the rights to use, copy, modify, merge, publish, distribute, sublicense,
        and/or sell copies of the Software, and to permit persons to whom the
        Software is furnished to do so, subject to the following conditions:

        The above copyright notice and this permission notice shall be included
        in all copies or substantial portions of the Software.

        THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS
        OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
        MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT.
        IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY
        CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT,
        TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE
        SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.

        """.ReplaceLineEndings("\n");

    private static string Row(IdxFile file) => $"{file.FileNames[0]} | {file.Length} | {file.Sha256} |";
}
