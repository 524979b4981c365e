namespace Pipeline.Engine.Ike.Proposals;

/// <summary>What an algorithm may be proposed for.</summary>
[Flags]
internal enum ProposalUses
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>An IKE SA.</summary>
    Ike = 1,

    /// <summary>A Child SA of ESP.</summary>
    Esp = 2,

    /// <summary>A Child SA of AH.</summary>
    Ah = 4,

    /// <summary>All of them.</summary>
    All = Ike | Esp | Ah,
}
