using System.Text;

namespace Reproduction.VerifyStandInTests;

/// <summary>What a text is on disk, byte by byte, and what of that a comparison sees.</summary>
internal sealed class TextFormTests
{
    private static readonly byte[] Mark = [0xEF, 0xBB, 0xBF];

    [TestCase("x", "x")]
    [TestCase("x\n", "x\n")]
    [TestCase("x\n\n", "x\n\n")]
    [TestCase("a\r\nb\rc\n", "a\nb\nc\n")]
    [TestCase("a\u0085b\u2028c\f", "a\u0085b\u2028c\f")]
    [TestCase("Größe", "Größe")]
    [TestCase("", "")]
    public async Task A_text_is_written_with_a_mark_and_with_the_line_ends_of_Unix(string text, string written)
    {
        using var bench = new Workbench();

        await Workbench.FailureOf(bench.Verify(text));

        Bytes(bench, "P.M.received.txt").Should().Equal([.. Mark, .. Encoding.UTF8.GetBytes(written)]);
    }

    [Test]
    public async Task The_mark_can_be_left_out()
    {
        using var bench = new Workbench();
        bench.Global.Encoding = new UTF8Encoding(false, true);

        await Workbench.FailureOf(bench.Verify("Größe"));

        Bytes(bench, "P.M.received.txt").Should().Equal(Encoding.UTF8.GetBytes("Größe"));
    }

    [Test]
    public async Task Line_ends_are_normalized_without_scrubbers_too()
    {
        using var bench = new Workbench();
        bench.Approve("P.M.verified.txt", "a\nb");

        await bench.Verify("a\r\nb", s => s.DisableScrubbers());
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_verified_file_with_or_without_a_mark_is_equal_and_left_alone(bool mark)
    {
        using var bench = new Workbench();
        await File.WriteAllTextAsync(bench.PathOf("P.M.verified.txt"), "Größe", new UTF8Encoding(mark));
        var before = Bytes(bench, "P.M.verified.txt");

        await bench.Verify("Größe");

        Bytes(bench, "P.M.verified.txt").Should().Equal(before);
    }

    [TestCase("x", "x\n")]
    [TestCase("x\n", "x")]
    [TestCase("x ", "x")]
    [TestCase("X", "x")]
    [TestCase("é", "e\u0301")]
    public async Task Every_character_counts(string received, string verified)
    {
        using var bench = new Workbench();
        bench.Approve("P.M.verified.txt", verified);

        await Workbench.FailureOf(bench.Verify(received));
    }

    [TestCase("a\r\nb")]
    [TestCase("a\nb\r")]
    public async Task A_carriage_return_in_a_verified_file_is_an_error_even_where_all_is_accepted(string verified)
    {
        using var bench = new Workbench();
        bench.Approve("P.M.verified.txt", verified);

        var exception = await Workbench.Caught(bench.Verify("a\nb", s => s.AutoVerify()));

        exception.Should().BeOfType<VerifiedLineEndingException>();
        exception.Message.Should().StartWith(
            "Verified file must use \\n line endings, but it contains a \\r (carriage return).\n" +
            $"Path: {bench.PathOf("P.M.verified.txt")}\n");
        bench.Read("P.M.received.txt").Should().Be("a\nb");
        bench.Read("P.M.verified.txt").Should().Be(verified);
    }

    [Test]
    public async Task A_verified_file_of_no_bytes_is_none()
    {
        using var bench = new Workbench();
        await File.WriteAllBytesAsync(bench.PathOf("P.M.verified.txt"), []);

        var message = await Workbench.FailureOf(bench.Verify(""));

        message.Should().Contain("New:").And.NotContain("Delete:");
        bench.Files.Should().Equal("P.M.received.txt");
    }

    [Test]
    public async Task A_verified_file_of_a_mark_alone_is_an_empty_text()
    {
        using var bench = new Workbench();
        await File.WriteAllBytesAsync(bench.PathOf("P.M.verified.txt"), Mark);

        await bench.Verify("");
    }

    private static byte[] Bytes(Workbench bench, string name) => File.ReadAllBytes(bench.PathOf(name));
}
