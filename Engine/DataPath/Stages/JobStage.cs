using Pipeline.Crypto;
using Pipeline.Crypto.Transforms;

namespace Pipeline.Engine.DataPath.Stages;

/// <summary>The cipher's work of one batch, collected and then run with one call for each suite that occurs in it.</summary>
/// <typeparam name="TJob"><see cref="SealJob"/> or <see cref="OpenJob"/>.</typeparam>
/// <remarks>
/// Nearly always one suite occurs, and its jobs run where they lie; otherwise they are gathered by suite. A job is written
/// straight into its place: <see cref="NextJob"/>, then <see cref="AddJob"/>.
/// </remarks>
internal abstract class JobStage<TJob>(int capacity)
    where TJob : struct
{
    /// <summary>Bytes for the authenticated headers of an AH packet: IPv6 with extension headers, AH with the longest ICV.</summary>
    private const int ScratchLength = 1024;

    private readonly TJob[] _jobs = new TJob[capacity];
    private readonly PinnedBytes _scratch = PinnedBytes.Allocate(capacity * ScratchLength);
    private readonly TJob[] _gathered = new TJob[capacity];
    private readonly int[] _origins = new int[capacity];
    private readonly int[] _inOrder = [.. Enumerable.Range(0, capacity)];
    private readonly bool[] _done = new bool[capacity];
    private readonly bool[] _lost = new bool[capacity];
    private readonly Exception?[] _faults = new Exception?[capacity];
    private PacketTransform? _transform;
    private bool _isMixed;

    /// <summary>Jobs collected.</summary>
    public int Count { get; private set; }

    /// <summary>True when the stage must run before another job fits.</summary>
    public bool IsFull => Count == _jobs.Length;

    /// <summary>The place of the next job; it counts once it was added.</summary>
    public ref TJob NextJob => ref _jobs[Count];

    /// <summary>Scratch for the next job that is added.</summary>
    public PinnedSegment NextScratch => new(_scratch, Count * ScratchLength, ScratchLength);

    /// <summary>True when <see cref="IsLost"/> is true of any job.</summary>
    public bool HasLost { get; private set; }

    /// <summary>
    /// True when the suite threw while it worked on the job at <paramref name="index"/> or on others beside it: the packet
    /// may be half encrypted, and must go nowhere.
    /// </summary>
    public bool IsLost(int index) => _lost[index];

    /// <summary>What the suite threw for the job at <paramref name="index"/> itself; null when it did not.</summary>
    public Exception? Fault(int index) => _faults[index];

    /// <summary>The job at <paramref name="index"/>.</summary>
    protected ref readonly TJob JobAt(int index) => ref _jobs[index];

    /// <summary>Counts <see cref="NextJob"/> in.</summary>
    /// <returns>Its index.</returns>
    protected int AddJob(PacketTransform transform)
    {
        if (transform != _transform)
        {
            _isMixed |= Count > 0;
            _transform = transform;
        }

        return Count++;
    }

    /// <summary>Runs every job.</summary>
    public void Run()
    {
        if (Count == 0)
        {
            return;
        }

        if (!_isMixed)
        {
            Run(_transform!, _jobs.AsSpan(0, Count), _inOrder);
            return;
        }

        Array.Clear(_done, 0, Count);
        for (int first = 0; first < Count; first++)
        {
            if (!_done[first])
            {
                RunSuite(TransformOf(first), first);
            }
        }
    }

    /// <summary>Forgets the jobs, and with them the keys and buffers they name.</summary>
    protected void ClearJobs()
    {
        // One more than count: a packet that was refused half way may have left a job in the next place.
        Array.Clear(_jobs, 0, Math.Min(Count + 1, _jobs.Length));
        if (HasLost)
        {
            Array.Clear(_lost);
            Array.Clear(_faults);
        }

        (Count, _isMixed, HasLost) = (0, false, false);
    }

    /// <summary>The suite of the job at <paramref name="index"/>.</summary>
    protected abstract PacketTransform TransformOf(int index);

    /// <summary>Runs jobs of one suite.</summary>
    protected abstract void Execute(PacketTransform transform, Span<TJob> jobs);

    /// <param name="transform">The suite.</param>
    /// <param name="jobs">Jobs of that suite.</param>
    /// <param name="origins">Where each of them was added.</param>
    private void Run(PacketTransform transform, Span<TJob> jobs, ReadOnlySpan<int> origins)
    {
        try
        {
            Execute(transform, jobs);
        }
        catch (Exception)
        {
            for (int i = 0; i < jobs.Length; i++)
            {
                Probe(transform, ref jobs[i], origins[i]);
            }
        }
    }

    /// <summary>
    /// Finds out whose job threw by running it once more, alone. Its bytes are lost either way: a job that ran may not run
    /// again and then be used, because encrypting twice under one number can give the plaintext back.
    /// </summary>
    private void Probe(PacketTransform transform, ref TJob job, int index)
    {
        _lost[index] = true;
        HasLost = true;
        try
        {
            Execute(transform, new Span<TJob>(ref job));
        }
        catch (Exception fault)
        {
            _faults[index] = fault;
        }
    }

    private void RunSuite(PacketTransform transform, int first)
    {
        int count = 0;
        for (int i = first; i < Count; i++)
        {
            if (TransformOf(i) == transform)
            {
                _gathered[count] = _jobs[i];
                _origins[count++] = i;
                _done[i] = true;
            }
        }

        Run(transform, _gathered.AsSpan(0, count), _origins);
        for (int i = 0; i < count; i++)
        {
            _jobs[_origins[i]] = _gathered[i];
        }

        Array.Clear(_gathered, 0, count);
    }
}
