namespace Reproduction.Data;

/// <summary>Variables of the environment that say yes or no, such as <c>REQUIRE_MNIST</c>: one meaning for all of them.</summary>
public static class EnvironmentSwitch
{
    private static readonly string[] No = ["", "0", "false", "no", "off"];

    /// <summary>Whether a value says yes.</summary>
    /// <param name="value">
    /// The variable's value; null when it is not set. 0, false, no, off (in any case), empty and not set say no; everything else says yes, as
    /// build/switches.sh has it for the scripts.
    /// </param>
    public static bool IsOn(string? value) => !No.Contains((value ?? string.Empty).Trim(), StringComparer.OrdinalIgnoreCase);
}
