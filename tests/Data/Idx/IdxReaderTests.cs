using Reproduction.Data;

namespace Reproduction.Tests.Data;

public sealed class IdxReaderTests
{
    private static readonly byte[] Whole = TinyMnist.TrainImages;
    private static readonly IdxFile File = TinyMnist.Files.TrainImages;

    [Test]
    public void Values_arrive_in_order_be_the_file_plain_or_compressed([Values] bool compressed)
    {
        var received = new List<byte>();

        IdxReader.Read(Source(compressed ? TinyMnist.Gzip(Whole) : Whole), (offset, values) =>
        {
            offset.Should().Be(received.Count);
            received.AddRange(values);
        });

        received.Should().Equal(Whole[16..]);
    }

    [Test]
    public void A_file_longer_than_the_buffer_arrives_whole()
    {
        var values = Enumerable.Range(0, 200_000).Select(i => (byte)(i / 251)).ToArray();
        var content = TinyMnist.Idx(values, values.Length);
        var received = new List<byte>();

        IdxReader.Read(
            Source(TinyMnist.Gzip(content), TinyMnist.Describe("long", content, values.Length)), (_, piece) => received.AddRange(piece));

        received.Should().Equal(values);
    }

    private static IEnumerable<TestCaseData> Malformed()
    {
        yield return Case("an empty file", [], "is empty, expected 1816 bytes");
        yield return Case("a truncated header", Whole[..15], "ends at byte 15, within the header of 16 bytes");
        yield return Case("a truncated body", Whole[..100], "ends at byte 100, expected 1816 bytes");
        yield return Case("the last byte missing", Whole[..^1], "ends at byte 1815, expected 1816 bytes");
        yield return Case("one byte more", [.. Whole, 0], "goes on past byte 1816, expected 1816 bytes");
        yield return Case("a page instead", [.. "<!DOCTYPE html><html>"u8], "expected the magic number 0x00000803 at byte 0, received 0x3c21444f");
        yield return Case("one byte of gzip's two", With(0, 0x1f), "expected the magic number 0x00000803 at byte 0, received 0x1f000803");
        yield return Case("labels for images", TinyMnist.TrainLabels, "expected the magic number 0x00000803 at byte 0, received 0x00000801");
        yield return Case("another count", With(7, 43), "expected 300 items at byte 4, received 299");
        yield return Case("a count of 2^32 - 1", With(4, 255, 255, 255, 255), "expected 300 items at byte 4, received 4294967295");
        yield return Case("another number of rows", With(11, 3), "expected 2 rows at byte 8, received 3");
        yield return Case("another number of columns", With(15, 2), "expected 3 columns at byte 12, received 2");
        yield return Case("another pixel", With(500, 1), "expected SHA-256 " + File.Sha256 + " of the decompressed bytes, received");
    }

    [TestCaseSource(nameof(Malformed))]
    public void A_malformed_file_is_refused(byte[] content, string problem)
    {
        ShouldBeRefused(content, problem);
    }

    [TestCaseSource(nameof(Malformed))]
    public void A_malformed_file_is_refused_when_compressed(byte[] content, string problem)
    {
        ShouldBeRefused(TinyMnist.Gzip(content), problem);
    }

    [Test]
    public void A_gzip_file_cut_anywhere_within_its_data_is_refused()
    {
        var compressed = TinyMnist.Gzip(Whole);

        // 8 bytes of checksum and length end the file, and before them less than 3 bytes of end mark and padding the data
        for (var length = 0; length <= compressed.Length - 11; length++)
        {
            ShouldBeRefused(compressed[..length], "memory: ");
        }
    }

    [Test]
    public void A_gzip_file_with_any_byte_of_its_body_changed_is_refused()
    {
        var compressed = TinyMnist.Gzip(Whole);

        for (var i = 10; i < compressed.Length - 8; i++)
        {
            var changed = compressed.ToArray();
            changed[i] ^= 0xff;
            ShouldBeRefused(changed, "memory: ");
        }
    }

    [Test]
    public void A_wrong_gzip_checksum_is_refused()
    {
        var compressed = TinyMnist.Gzip(Whole);
        compressed[^8] ^= 1;

        ShouldBeRefused(compressed, "corrupt gzip data after");
    }

    [Test]
    public void Two_bytes_of_gzip_and_then_anything_else_are_refused()
    {
        ShouldBeRefused(
            [0x1f, 0x8b, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18],
            "corrupt gzip data after 0 decompressed bytes of 1816");
    }

    [Test]
    public void A_decompression_bomb_stops_right_past_the_expected_length()
    {
        // 16 MB of zeros behind the right file, in 16 KB
        using var stream = new MemoryStream(TinyMnist.Gzip([.. Whole, .. new byte[16_000_000]]));
        var allocated = GC.GetAllocatedBytesForCurrentThread();

        var read = () => IdxReader.Check(new IdxSource(File, "bomb", "drop it", () => stream));

        read.Should().Throw<DataException>().WithMessage("bomb: goes on past byte 1816, *");
        (GC.GetAllocatedBytesForCurrentThread() - allocated).Should().BeLessThan(1_000_000);
    }

    [Test]
    public void A_missing_file_is_refused()
    {
        using var temp = new TempFolder();

        ShouldBeRefused(IdxSource.OfPath(temp["gone"], File), temp["gone"] + ": cannot be opened: ");
    }

    [Test]
    public void A_folder_in_place_of_the_file_is_refused()
    {
        using var temp = new TempFolder();

        ShouldBeRefused(IdxSource.OfPath(temp.Path, File), temp.Path + ": cannot be opened: it is a folder, not a regular file");
    }

    [Test]
    public void A_file_that_another_program_locks_is_refused()
    {
        using var temp = new TempFolder();
        using var locked = new FileStream(temp["locked"], FileMode.Create, FileAccess.ReadWrite, FileShare.None);

        ShouldBeRefused(IdxSource.OfPath(temp["locked"], File), temp["locked"] + ": cannot be opened: ");
    }

    [TestCase("")]
    [TestCase("a\0b")]
    public void A_path_that_is_none_is_refused(string path) => ShouldBeRefused(IdxSource.OfPath(path, File), "cannot be opened: ");

    [Test]
    public void An_error_of_the_device_is_refused_with_the_place()
    {
        ShouldBeRefused(
            new IdxSource(File, "disk", "buy another", () => new BrokenStream()),
            "disk: cannot be read past byte 0: broken; buy another");
    }

    [Test]
    public void Reading_can_be_stopped()
    {
        var read = () => IdxReader.Check(Source(Whole), new CancellationToken(canceled: true));

        read.Should().Throw<OperationCanceledException>();
    }

    private static byte[] With(int index, params byte[] bytes)
    {
        var content = Whole.ToArray();
        bytes.CopyTo(content, index);
        return content;
    }

    private static TestCaseData Case(string name, byte[] content, string problem) =>
        new TestCaseData(content, problem).SetArgDisplayNames(name);

    private static IdxSource Source(byte[] content, IdxFile? file = null) =>
        new(file ?? File, "memory", "drop it", () => new MemoryStream(content));

    private static void ShouldBeRefused(byte[] content, string problem)
    {
        ShouldBeRefused(Source(content), problem);
    }

    private static void ShouldBeRefused(IdxSource source, string problem)
    {
        var read = () => IdxReader.Check(source);

        read.Should().Throw<DataException>().Which.Message.Should().Contain(problem).And.EndWith(source.Advice).And.NotContain("\n");
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override int Read(Span<byte> buffer) => throw new IOException("broken");

        public override int Read(byte[] buffer, int offset, int count) => throw new IOException("broken");
    }
}
