namespace Pipeline.Engine.Policy;

/// <summary>Ordered rules: the first whose traffic it is decides; what none matches is blocked (RFC 4301 §4.4.1).</summary>
/// <param name="Name">Its name in configuration and logs.</param>
/// <param name="Rules">In order of precedence; not changed after the policy was published.</param>
public sealed record SecurityPolicy(string Name, IReadOnlyList<PolicyRule> Rules)
{
    /// <summary>The policy before there is one: everything is blocked.</summary>
    public static SecurityPolicy BlockAll { get; } = new("block all", []);
}
