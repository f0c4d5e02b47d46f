using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ruying.Api.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Previews : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "drafts",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", nullable: false),
                    OwnerId = table.Column<string>(type: "TEXT", nullable: false),
                    Title = table.Column<string>(type: "TEXT", nullable: true),
                    Video = table.Column<string>(type: "TEXT", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ChangedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_drafts", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "previews",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", nullable: false),
                    OwnerId = table.Column<string>(type: "TEXT", nullable: false),
                    AvatarId = table.Column<string>(type: "TEXT", nullable: false),
                    Request = table.Column<string>(type: "TEXT", nullable: false),
                    RecordingName = table.Column<string>(type: "TEXT", nullable: true),
                    MusicName = table.Column<string>(type: "TEXT", nullable: true),
                    Seconds = table.Column<double>(type: "REAL", nullable: true),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    JobId = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_previews", x => x.Id);
                    table.ForeignKey(
                        name: "FK_previews_avatars_AvatarId",
                        column: x => x.AvatarId,
                        principalTable: "avatars",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_previews_jobs_JobId",
                        column: x => x.JobId,
                        principalTable: "jobs",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "shares",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", nullable: false),
                    OwnerId = table.Column<string>(type: "TEXT", nullable: false),
                    VideoId = table.Column<string>(type: "TEXT", nullable: false),
                    Hash = table.Column<string>(type: "TEXT", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ExpiresAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Views = table.Column<int>(type: "INTEGER", nullable: false),
                    SeenAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_shares", x => x.Id);
                    table.ForeignKey(
                        name: "FK_shares_videos_VideoId",
                        column: x => x.VideoId,
                        principalTable: "videos",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "usage",
                columns: table => new
                {
                    JobId = table.Column<string>(type: "TEXT", nullable: false),
                    OwnerId = table.Column<string>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", nullable: false),
                    Seconds = table.Column<double>(type: "REAL", nullable: false),
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_usage", x => x.JobId);
                });

            migrationBuilder.CreateIndex(
                name: "IX_drafts_OwnerId",
                table: "drafts",
                column: "OwnerId");

            migrationBuilder.CreateIndex(
                name: "IX_previews_AvatarId",
                table: "previews",
                column: "AvatarId");

            migrationBuilder.CreateIndex(
                name: "IX_previews_JobId",
                table: "previews",
                column: "JobId");

            migrationBuilder.CreateIndex(
                name: "IX_previews_OwnerId",
                table: "previews",
                column: "OwnerId");

            migrationBuilder.CreateIndex(
                name: "IX_shares_Hash",
                table: "shares",
                column: "Hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_shares_OwnerId",
                table: "shares",
                column: "OwnerId");

            migrationBuilder.CreateIndex(
                name: "IX_shares_VideoId",
                table: "shares",
                column: "VideoId");

            migrationBuilder.CreateIndex(
                name: "IX_usage_OwnerId_Day",
                table: "usage",
                columns: new[] { "OwnerId", "Day" });

            migrationBuilder.CountEarlierUsage();
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "drafts");

            migrationBuilder.DropTable(
                name: "previews");

            migrationBuilder.DropTable(
                name: "shares");

            migrationBuilder.DropTable(
                name: "usage");
        }
    }
}
