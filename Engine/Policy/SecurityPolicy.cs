using Pipeline.Engine.Policy.Addresses;

namespace Pipeline.Engine.Policy;

/// <summary>Rules, one of which decides about each packet; what none matches is blocked (RFC 4301 §4.4.1).</summary>
/// <param name="Name">Its name in configuration and logs.</param>
/// <param name="Rules">In the order of the file; not changed after the policy was published.</param>
public sealed record SecurityPolicy(string Name, IReadOnlyList<PolicyRule> Rules)
{
    /// <summary>Which rule decides where several match.</summary>
    public RuleOrder Order { get; init; }

    /// <summary>Where the names in its filters are looked up.</summary>
    public AddressOptions Addresses { get; init; } = new();

    /// <summary>The policy before there is one: everything is blocked.</summary>
    public static SecurityPolicy BlockAll { get; } = new("block all", []);
}
