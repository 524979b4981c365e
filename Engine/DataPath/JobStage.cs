using Pipeline.Crypto.Transforms;

namespace Pipeline.Engine.DataPath;

/// <summary>The cipher's work of one batch, collected and then run with one call for each suite that occurs in it.</summary>
/// <typeparam name="TJob"><see cref="SealJob"/> or <see cref="OpenJob"/>.</typeparam>
/// <remarks>Nearly always one suite occurs, and its jobs run where they lie; otherwise they are gathered by suite.</remarks>
internal abstract class JobStage<TJob>(int capacity)
    where TJob : struct
{
    /// <summary>Bytes for the authenticated headers of an AH packet: IPv6 with extension headers, AH with the longest ICV.</summary>
    private const int ScratchLength = 1024;

    private readonly TJob[] _jobs = new TJob[capacity];
    private readonly PacketTransform[] _transforms = new PacketTransform[capacity];
    private readonly byte[] _scratch = GC.AllocateArray<byte>(capacity * ScratchLength, pinned: true);
    private readonly TJob[] _gathered = new TJob[capacity];
    private readonly int[] _origins = new int[capacity];
    private readonly bool[] _done = new bool[capacity];

    /// <summary>Jobs collected.</summary>
    public int Count { get; private set; }

    /// <summary>True when the stage must run before another job fits.</summary>
    public bool IsFull => Count == _jobs.Length;

    /// <summary>Scratch for the next job that is added.</summary>
    public ArraySegment<byte> NextScratch => new(_scratch, Count * ScratchLength, ScratchLength);

    /// <summary>The job at <paramref name="index"/>.</summary>
    protected ref readonly TJob JobAt(int index) => ref _jobs[index];

    /// <summary>Adds a job for a suite.</summary>
    /// <returns>Its index.</returns>
    protected int AddJob(in TJob job, PacketTransform transform)
    {
        _jobs[Count] = job;
        _transforms[Count] = transform;
        return Count++;
    }

    /// <summary>Runs every job.</summary>
    public void Run()
    {
        if (Count == 0)
        {
            return;
        }

        if (!_transforms.AsSpan(0, Count).ContainsAnyExcept(_transforms[0]))
        {
            Execute(_transforms[0], _jobs.AsSpan(0, Count));
            return;
        }

        Array.Clear(_done, 0, Count);
        for (int first = 0; first < Count; first++)
        {
            if (!_done[first])
            {
                RunSuite(_transforms[first], first);
            }
        }
    }

    /// <summary>Forgets the jobs, and with them the keys and buffers they name.</summary>
    protected void ClearJobs()
    {
        Array.Clear(_jobs, 0, Count);
        Count = 0;
    }

    /// <summary>Runs jobs of one suite.</summary>
    protected abstract void Execute(PacketTransform transform, Span<TJob> jobs);

    private void RunSuite(PacketTransform transform, int first)
    {
        int count = 0;
        for (int i = first; i < Count; i++)
        {
            if (_transforms[i] == transform)
            {
                _gathered[count] = _jobs[i];
                _origins[count++] = i;
                _done[i] = true;
            }
        }

        Execute(transform, _gathered.AsSpan(0, count));
        for (int i = 0; i < count; i++)
        {
            _jobs[_origins[i]] = _gathered[i];
        }

        Array.Clear(_gathered, 0, count);
    }
}
