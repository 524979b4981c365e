using System.Runtime.InteropServices;
using Pipeline.LoadTests.Rig.Measuring;
using Pipeline.LoadTests.Rig.Native;

namespace Pipeline.LoadTests.Rig.Baselines;

/// <summary>ipsec-mb's burst interface alone, in place: what it has for suites with a scheduler of many lanes.</summary>
internal sealed unsafe class IpsecMbBurst : IMeasured
{
    private const int BurstJobs = 32;

    private readonly CipherLoad _load;
    private readonly IIpsecMbRecipe _recipe;
    private readonly nint _manager;
    private readonly nint* _jobs = (nint*)NativeMemory.Alloc(BurstJobs * (nuint)sizeof(nint));
    private readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, uint, nint*, uint> _next;
    private readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, uint, nint*, uint> _submit;
    private readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, uint, nint*, uint> _flush;

    /// <param name="load">The texts.</param>
    /// <param name="recipe">How they are described; taken over.</param>
    public IpsecMbBurst(CipherLoad load, IIpsecMbRecipe recipe)
    {
        (_load, _recipe) = (load, recipe);
        _next = Function("get_next_burst");
        _submit = Function("submit_burst");
        _flush = Function("flush_burst");
        _manager = ((delegate* unmanaged[Cdecl]<ulong, nint>)IpsecMb.Require("alloc_mb_mgr"))(0);
        ((delegate* unmanaged[Cdecl]<nint, void>)IpsecMb.Require("init_mb_mgr_avx512"))(_manager);
        recipe.Expand(load);
    }

    /// <summary>True when its job structure is known and this processor has the lanes.</summary>
    public static bool IsAvailable => IpsecMb.IsVersion13 && IpsecMb.BurstArchitecture is not null;

    /// <inheritdoc/>
    public string Name => BaselineNames.IpsecMb;

    /// <inheritdoc/>
    public int PacketsPerTurn => _load.Count;

    /// <inheritdoc/>
    public void Prepare()
    {
    }

    /// <inheritdoc/>
    public void Run()
    {
        // Some jobs wait in their lanes for the next burst, as they would under load; a flush would empty the lanes each turn.
        for (int first = 0; first < _load.Count; first += BurstJobs)
        {
            uint count = (uint)Math.Min(BurstJobs, _load.Count - first);
            if (_next(_manager, count, _jobs) != count)
            {
                throw new InvalidOperationException("ipsec-mb does not finish its jobs.");
            }

            for (int i = 0; i < count; i++)
            {
                Describe(ref *(IpsecMbJob*)_jobs[i], first + i);
            }

            _submit(_manager, count, _jobs);
        }
    }

    /// <summary>Finishes the jobs that wait in their lanes.</summary>
    public void Flush() => _flush(_manager, BurstJobs, _jobs);

    /// <inheritdoc/>
    public void Dispose()
    {
        ((delegate* unmanaged[Cdecl]<nint, void>)IpsecMb.Require("free_mb_mgr"))(_manager);
        NativeMemory.Free(_jobs);
        _recipe.Dispose();
    }

    private void Describe(ref IpsecMbJob job, int index)
    {
        int opens = _load.Seals ? 0 : 1;
        job.CipherDirection = IpsecMbJob.Encrypt + opens;
        job.ChainOrder = IpsecMbJob.CipherThenHash + opens;
        _recipe.Describe(ref job, _load, index);
    }

    private static delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, uint, nint*, uint> Function(string name) =>
        (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, uint, nint*, uint>)IpsecMb.Require($"{name}_{IpsecMb.BurstArchitecture}");
}
