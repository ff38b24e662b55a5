using System.Globalization;
using Reproduction.Data;

namespace Reproduction.Tests.Data;

/// <summary>
/// The generator against its author's vectors: the output of pcg32-demo (seed 42, stream 54), published in
/// github.com/imneme/pcg-c, test-high/expected/check-pcg32.out.
/// </summary>
public sealed class Pcg32Tests
{
    private static readonly Round[] Published =
    [
        new(
            "0xa15c02b7 0x7b47f409 0xba1d3330 0x83d2f293 0xbfa4784b 0xcbed606e",
            "HHTTTHTHHHTHTTTHHHHHTTTHHHTHTHTHTTHTTTHHHHHHTTTTHHTTTTTHTTTTTTTHT",
            "3 4 1 1 2 2 3 2 4 3 2 4 3 3 5 2 3 1 3 1 5 1 4 1 5 6 4 6 6 2 6 3 3",
            "Qd Ks 6d 3s 3d 4c 3h Td Kc 5c Jh Kd Jd As 4s 4h Ad Th Ac Jc 7s Qs 2s 7h Kh 2d 6c Ah 4d Qh 9h 6s 5s 2c 9c Ts 8d 9s 3c 8c Js 5d 2h 6h " +
            "7d 8s 9d 5h 8h Qc 7c Tc"),
        new(
            "0x74ab93ad 0x1c1da000 0x494ff896 0x34462f2f 0xd308a3e5 0x0fa83bab",
            "HHHHHHHHHHTHHHTHTHTHTHTTTTHHTTTHHTHHTHTTHHTTTHHHHHHTHTTHTHTTTTTTT",
            "5 1 1 3 3 2 4 5 3 2 2 6 4 3 2 4 2 4 3 2 3 6 3 2 3 4 2 4 1 1 5 4 4",
            "7d 2s 7h Td 8s 3c 3d Js 2d Tc 4h Qs 5c 9c Th 2c Jc Qd 9d Qc 7s 3s 5s 6h 4d Jh 4c Ac 4s 5h 5d Kc 8h 8d Jd 9s Ad 6s 6c Kd 2h 3h Kh Ts " +
            "Qh 9h 6d As 7c Ks Ah 8c"),
        new(
            "0x39af5f9f 0x04196b18 0xc3c3eb28 0xc076c60c 0xc693e135 0xf8f63932",
            "HTTHHTTTTTHTTHHHTHTTHHTTHTHHTHTHTTTTHHTTTHHTHHTTHTTHHHTHHHTHTTTHT",
            "5 1 5 3 2 2 4 5 3 3 1 3 4 6 3 2 3 4 2 2 3 1 5 2 4 6 6 4 2 4 3 3 6",
            "Kd Jh Kc Qh 4d Qc 4h 9d 3c Kh Qs 8h 5c Jd 7d 8d 3h 7c 8s 3s 2h Ks 9c 9h 2c 8c Ad 7s 4s 2s 5h 6s 4c Ah 7h 5s Ac 3d 5d Qd As Tc 6h 9s " +
            "2d 6c 6d Td Jc Ts Th Js"),
    ];

    [Test]
    public void Seed_42_stream_54_gives_the_published_numbers_coins_rolls_and_cards()
    {
        var random = new Pcg32(42, 54);

        var rounds = Published.Select(_ => new Round(Numbers(random), Coins(random), Rolls(random), Cards(random))).ToArray();

        rounds.Should().Equal(Published);
    }

    [Test]
    public void Streams_with_one_seed_differ()
    {
        Numbers(new Pcg32(42, 55)).Should().NotBe(Numbers(new Pcg32(42, 54)));
    }

    [Test]
    public void The_largest_seed_and_stream_are_accepted()
    {
        Numbers(new Pcg32(ulong.MaxValue, ulong.MaxValue)).Should().NotBe(Numbers(new Pcg32(0, ulong.MaxValue)));
    }

    [Test]
    public void NextBelow_drops_what_would_favor_small_numbers()
    {
        // with this bound almost half of all draws lie below the threshold of 2^31 - 1 and are drawn again
        const uint Bound = 0x8000_0001;
        var drawn = new Pcg32(42, 54);
        var bounded = new Pcg32(42, 54);

        var expected = Enumerable.Range(0, 1000).Select(_ => drawn.NextUInt32()).Where(value => value >= 0x7fff_ffff).Take(100)
            .Select(value => value % Bound);

        Enumerable.Range(0, 100).Select(_ => bounded.NextBelow(Bound)).Should().Equal(expected);
    }

    [Test]
    public void NextBelow_1_is_always_0()
    {
        var random = new Pcg32(1, 1);

        Enumerable.Range(0, 10).Select(_ => random.NextBelow(1)).Should().OnlyContain(value => value == 0);
    }

    [Test]
    public void NextBelow_0_is_refused()
    {
        var random = new Pcg32(1, 1);

        random.Invoking(r => r.NextBelow(0)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Test]
    public void NextSingle_is_the_upper_24_bits_over_2_to_the_24th()
    {
        var random = new Pcg32(42, 54);

        random.NextSingle().Should().Be(0xa15c02 / 16777216f);
        random.NextSingle().Should().Be(0x7b47f4 / 16777216f);
    }

    [Test]
    public void NextDouble_is_53_bits_of_two_draws_over_2_to_the_53rd()
    {
        // 0xa15c02b7, and of 0x7b47f409 the upper 21 bits
        new Pcg32(42, 54).NextDouble().Should().Be(((0xa15c02b7L * (1 << 21)) + (0x7b47f409L >> 11)) / 9007199254740992.0);
    }

    [Test]
    public void NextSingle_is_24_bits_of_a_draw_over_2_to_the_24th()
    {
        var random = new Pcg32(42, 54);

        // The upper 24 bits of 0xa15c02b7, 0x7b47f409 and 0xba1d3330; the last of them is 0 in the first two and 1 in the third.
        new[] { random.NextSingle(), random.NextSingle(), random.NextSingle() }
            .Should().Equal(0xa15c02 / 16777216f, 0x7b47f4 / 16777216f, 0xba1d33 / 16777216f);
    }

    [Test]
    public void Fractions_stay_below_1_and_spread_evenly()
    {
        var random = new Pcg32(7, 7);

        var singles = Enumerable.Range(0, 10_000).Select(_ => random.NextSingle()).ToArray();
        var doubles = Enumerable.Range(0, 10_000).Select(_ => random.NextDouble()).ToArray();

        singles.Should().OnlyContain(value => value >= 0 && value < 1);
        doubles.Should().OnlyContain(value => value >= 0 && value < 1);

        // the mean of 10,000 has a standard deviation of 0.0029: five of those
        singles.Average().Should().BeApproximately(0.5f, 0.015f);
        doubles.Average().Should().BeApproximately(0.5, 0.015);
    }

    private static string Numbers(Pcg32 random) =>
        string.Join(' ', Enumerable.Range(0, 6).Select(_ => string.Create(CultureInfo.InvariantCulture, $"0x{random.NextUInt32():x8}")));

    private static string Coins(Pcg32 random) => string.Concat(Enumerable.Range(0, 65).Select(_ => random.NextBelow(2) == 1 ? 'H' : 'T'));

    private static string Rolls(Pcg32 random) =>
        string.Join(' ', Enumerable.Range(0, 33).Select(_ => (random.NextBelow(6) + 1).ToString(CultureInfo.InvariantCulture)));

    /// <summary>The demo deals from a deck that <see cref="EpochOrder"/>'s algorithm has shuffled, which is thereby checked as well.</summary>
    private static string Cards(Pcg32 random) =>
        string.Join(' ', new EpochOrder(52, random).Next().ToArray().Select(card => $"{"A23456789TJQK"[card / 4]}{"hcds"[card % 4]}"));

    private sealed record Round(string Numbers, string Coins, string Rolls, string Cards);
}
