namespace Pipeline.Engine.Policy;

/// <summary>The answer of policy to one flow. The default value blocks.</summary>
/// <param name="Kind">What happens to the packet.</param>
/// <param name="RuleIndex">The rule that decided, by its place in the policy; <see cref="NoRule"/> when none matched.</param>
/// <param name="SaName">The SA or bundle that protects it; null unless <see cref="VerdictKind.Protect"/>.</param>
public readonly record struct Verdict(VerdictKind Kind, int RuleIndex, string? SaName)
{
    /// <summary>The <see cref="RuleIndex"/> of the verdict that no rule made.</summary>
    public const int NoRule = -1;

    /// <summary>The verdict when no rule matches.</summary>
    public static Verdict Unmatched => new(VerdictKind.Block, NoRule, SaName: null);
}
