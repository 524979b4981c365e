using Pipeline.LoadTests.Rig.Native;

namespace Pipeline.LoadTests.Rig.Baselines;

/// <summary>How a suite's packets are described to ipsec-mb.</summary>
internal interface IIpsecMbRecipe : IDisposable
{
    /// <summary>Expands the keys of a load; called once.</summary>
    void Expand(CipherLoad load);

    /// <summary>Describes one packet; every field that the library reads is written, because jobs are used again.</summary>
    void Describe(ref IpsecMbJob job, CipherLoad load, int index);
}
