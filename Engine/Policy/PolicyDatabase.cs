using Pipeline.Engine.Policy.ClearTraffic;

namespace Pipeline.Engine.Policy;

/// <summary>The SPD (RFC 4301 §4.4.1): holds the current policy, which is swapped as a whole. Safe for concurrent use.</summary>
/// <remarks>A reader takes <see cref="Current"/> once for each decision, and so never sees half of one policy and half of the next.</remarks>
public sealed class PolicyDatabase
{
    private readonly Lock _publishing = new();
    private PolicyIndex _current;

    /// <param name="policy">The first policy.</param>
    public PolicyDatabase(SecurityPolicy policy)
    {
        _current = new PolicyIndex(policy, generation: 0);
    }

    /// <summary>The policy of now; never null, never changed afterwards.</summary>
    public PolicyIndex Current => Volatile.Read(ref _current);

    /// <summary>Hosts that are talked to in the clear where a rule allows it. Outlives policies: what was secured once stays so.</summary>
    public SoftSaTable SoftSas { get; } = new();

    /// <summary>Replaces the policy.</summary>
    /// <returns>The new index, which every later reader of <see cref="Current"/> sees.</returns>
    public PolicyIndex Publish(SecurityPolicy policy)
    {
        lock (_publishing)
        {
            var next = new PolicyIndex(policy, _current.Generation + 1);
            Volatile.Write(ref _current, next);
            return next;
        }
    }
}
